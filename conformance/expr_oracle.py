"""What CPython computes, expression by expression: the oracle of expression steps.

The program's syntax tree is rewritten so that every expression hands its value to a recorder, in evaluation order, with its place in the source. Run under
CPython 3.13 with PYTHONHASHSEED=0. With a file as argument it runs that and writes one record a line; without, it reads lines of JSON {"code", "call"} and
writes for each a line, the list of its records:

    ["expr", line, col, endline, endcol, repr]         an expression and its value
    ["bool", line, col, endline, endcol, true]         the truth of an `and`, `or`, `not` or chain of comparisons that is only tested
    ["branch", kind, line, col, endline, endcol, true] what a test decides

A `for` decides each time it takes an item or finds none. Left out is what has no step of its own: constants, what is built of constants alone, methods that are called,
slices, pieces of f-strings, starred expressions.
"""
import ast
import json
import re
import sys

LIMIT = 20000


class TooLong(BaseException):
    pass


def place(node):
    return [node.lineno, node.col_offset, node.end_lineno, node.end_col_offset]


def constant(node):
    """Whether an expression is built of constants alone, so that the compiler may have computed it."""
    return not any(
        isinstance(n, (ast.Name, ast.Attribute, ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Lambda, ast.comprehension, ast.JoinedStr))
        for n in ast.walk(node)
    )


class Recorder(ast.NodeTransformer):
    def call(self, name, node, *args):
        new = ast.Call(ast.Name(name, ast.Load()), [ast.Constant(tuple(place(node))), *args], [])
        for n in ast.walk(new):
            if not hasattr(n, "lineno"):
                ast.copy_location(n, node)
        return new

    def value(self, old, new):
        return new if constant(old) else self.call("__expr", old, new)

    def generic_expr(self, node):
        copy = self.copies[node]
        self.generic_visit(node)
        return self.value(copy, node)

    def visit_Name(self, node):
        return self.call("__expr", node, node) if isinstance(node.ctx, ast.Load) else node

    visit_BinOp = visit_UnaryOp = visit_Dict = visit_Set = generic_expr

    def display(self, node):
        copy = self.copies[node]
        self.generic_visit(node)
        return self.value(copy, node) if isinstance(node.ctx, ast.Load) else node

    visit_List = visit_Tuple = display

    def visit_IfExp(self, node):
        node.test = self.test(node.test, "ifexp")
        node.body = self.visit(node.body)
        node.orelse = self.visit(node.orelse)
        return self.call("__expr", node, node)

    def visit_ListComp(self, node):
        self.generic_visit(node)
        return self.call("__expr", node, node)

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Lambda = visit_JoinedStr = visit_NamedExpr = visit_ListComp

    def visit_Constant(self, node):
        return node

    def visit_FormattedValue(self, node):
        node.value = self.visit(node.value)
        return node

    def visit_Attribute(self, node):
        node.value = self.visit(node.value)
        return self.call("__expr", node, node) if isinstance(node.ctx, ast.Load) else node

    def visit_Subscript(self, node):
        copy = self.copies[node]
        node.value = self.visit(node.value)
        if isinstance(node.slice, ast.Slice):
            self.generic_visit(node.slice)
        else:
            node.slice = self.visit(node.slice)
        return self.value(copy, node) if isinstance(node.ctx, ast.Load) else node

    def visit_Starred(self, node):
        self.generic_visit(node)
        return node

    def visit_Call(self, node):
        copy = self.copies[node]
        plain = not any(isinstance(a, ast.Starred) for a in node.args) and all(k.arg for k in node.keywords)
        if isinstance(node.func, ast.Attribute) and plain:
            node.func.value = self.visit(node.func.value)
        else:
            node.func = self.visit(node.func)
        node.args = [self.visit(a) for a in node.args]
        for k in node.keywords:
            k.value = self.visit(k.value)
        return self.call("__expr", copy, node)

    def visit_Compare(self, node):
        if len(node.ops) > 1:
            return self.chain(node, False)
        copy = self.copies[node]
        self.generic_visit(node)
        return self.value(copy, node)

    def chain(self, node, tested):
        """A chain of comparisons as a call that compares pair by pair."""
        ops = [type(op).__name__ for op in node.ops]
        operands = [node.left, *node.comparators]
        places = [tuple(place(o)) for o in operands]
        thunks = ast.List([ast.Lambda(ast.arguments([], [], None, [], [], None, []), self.visit(o)) for o in operands], ast.Load())
        return self.call("__chain", node, ast.Constant((tuple(ops), tuple(places), tested)), thunks)

    def visit_BoolOp(self, node):
        node.values = [self.visit(v) for v in node.values]
        return self.call("__expr", node, node)

    # Tests: what is only tested has no value

    def tested(self, node):
        """An expression whose truth alone is asked."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self.tested(node.operand)
            return self.call("__bool", node, node)
        if isinstance(node, ast.BoolOp):
            node.values = [self.tested(v) for v in node.values]
            return self.call("__bool", node, node)
        if isinstance(node, ast.IfExp):
            node.test = self.test(node.test, "ifexp")
            node.body = self.tested(node.body)
            node.orelse = self.tested(node.orelse)
            return node
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            return self.chain(node, True)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            right = node.comparators[0]
            if isinstance(right, ast.Constant) and right.value is None:
                node.left = self.visit(node.left)
                return self.call("__bool", node, node)
        return self.visit(node)

    def test(self, node, kind):
        fixed = constant(node)
        copy = self.copies[node]
        new = self.tested(node)
        return new if fixed else self.call("__branch", copy, ast.Constant(kind), new)

    def visit_If(self, node):
        node.test = self.test(node.test, "if")
        node.body = [self.visit(s) for s in node.body]
        node.orelse = [self.visit(s) for s in node.orelse]
        return node

    def visit_While(self, node):
        node.test = self.test(node.test, "while")
        node.body = [self.visit(s) for s in node.body]
        node.orelse = [self.visit(s) for s in node.orelse]
        return node

    def visit_Assert(self, node):
        node.test = self.test(node.test, "assert")
        if node.msg:
            node.msg = self.visit(node.msg)
        return node

    def visit_comprehension(self, node):
        node.iter = self.call("__loop", node.iter, self.visit(node.iter))
        node.ifs = [self.test(t, "filter") for t in node.ifs]
        return node

    def visit_For(self, node):
        node.iter = self.call("__loop", node.iter, self.visit(node.iter))
        node.target = self.visit(node.target)
        node.body = [self.visit(s) for s in node.body]
        node.orelse = [self.visit(s) for s in node.orelse]
        return node

    def visit_Assign(self, node):
        # `a, b = b, a` makes no tuple.
        value, target = node.value, node.targets[0]
        swap = isinstance(value, ast.Tuple) and len(node.targets) == 1 and isinstance(target, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts) <= 3
        if swap and not any(isinstance(e, ast.Starred) for e in value.elts + target.elts) and not constant(value):
            value.elts = [self.visit(e) for e in value.elts]
        else:
            node.value = self.visit(value)
        node.targets = [self.visit(t) for t in node.targets]
        return node

    def visit_AugAssign(self, node):
        # The target is read; its value is a step.
        target = node.target
        if not isinstance(target, ast.Name):
            raise NotImplementedError("augmented assignment to " + type(target).__name__)
        node.value = self.visit(node.value)
        before = ast.Expr(self.call("__expr", target, ast.copy_location(ast.Name(target.id, ast.Load()), target)))
        return [ast.copy_location(before, node), node]

    def visit_FunctionDef(self, node):
        node.body = [self.visit(s) for s in node.body]
        flat = []
        for s in node.body:
            flat.extend(s if isinstance(s, list) else [s])
        node.body = flat
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        return node


def flatten(node):
    """Statement lists in which a statement has become several."""
    for n in ast.walk(node):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(n, field, None)
            if isinstance(body, list):
                flat = []
                for s in body:
                    flat.extend(s if isinstance(s, list) else [s])
                setattr(n, field, flat)


OPS = {
    "Lt": lambda a, b: a < b, "LtE": lambda a, b: a <= b, "Gt": lambda a, b: a > b, "GtE": lambda a, b: a >= b,
    "Eq": lambda a, b: a == b, "NotEq": lambda a, b: a != b, "Is": lambda a, b: a is b, "IsNot": lambda a, b: a is not b,
    "In": lambda a, b: a in b, "NotIn": lambda a, b: a not in b,
}


def record(code, call=None):
    tree = ast.parse(code)
    recorder = Recorder()
    recorder.copies = {}
    # Places and kinds are asked of nodes that are rewritten in place; their copies stay as they were.
    def remember(node, copy):
        recorder.copies[node] = copy
        for (name, a), (_, b) in zip(ast.iter_fields(node), ast.iter_fields(copy)):
            if isinstance(a, ast.AST):
                remember(a, b)
            elif isinstance(a, list):
                for x, y in zip(a, b):
                    if isinstance(x, ast.AST):
                        remember(x, y)
    remember(tree, ast.parse(code))
    tree = recorder.visit(tree)
    flatten(tree)
    ast.fix_missing_locations(tree)
    out = []

    def text(v):
        return re.sub(r" at 0x[0-9a-f]+", "", repr(v))

    def add(*row):
        if active[0]:
            out.append(list(row))
            if len(out) > LIMIT:
                raise TooLong

    def expr(at, v):
        add("expr", *at, text(v))
        return v

    def boolean(at, v):
        add("bool", *at, bool(v))
        return v

    def branch(at, kind, v):
        t = bool(v)
        add("branch", kind, *at, t)
        return t

    def loop(at, it):
        it = iter(it)
        while True:
            try:
                item = next(it)
            except StopIteration:
                add("branch", "for", *at, False)
                return
            add("branch", "for", *at, True)
            yield item

    def chain(at, how, thunks):
        ops, places, tested = how
        left = thunks[0]()
        result = True
        for i, op in enumerate(ops):
            right = thunks[i + 1]()
            result = OPS[op](left, right)
            add("expr", places[i][0], places[i][1], places[i + 1][2], places[i + 1][3], text(result))
            if not result and i < len(ops) - 1:
                if tested:
                    add("bool", *at, False)
                else:
                    add("expr", *at, text(result))
                return result
            left = right
        add("expr", *at, text(result))
        return result

    active = [False]
    namespace = {"__expr": expr, "__bool": boolean, "__branch": branch, "__loop": loop, "__chain": chain, "__name__": "__main__"}
    program = compile(tree, "main.py", "exec")
    active[0] = call is None
    try:
        exec(program, namespace)
        active[0] = True
        if call is not None:
            eval(call, namespace)
    except (Exception, TooLong):
        pass
    return out


def main(argv):
    if argv:
        with open(argv[0], encoding="utf-8") as f:
            for row in record(f.read()):
                print(json.dumps(row))
        return
    for line in sys.stdin:
        program = json.loads(line)
        try:
            print(json.dumps(record(program["code"], program["call"])))
        except Exception as e:
            print(json.dumps({"error": f"{type(e).__name__}: {e}"}))


main(sys.argv[1:])
