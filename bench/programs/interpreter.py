"""A stack machine that runs a loop: dispatch over strings and tuples."""


def run(program, limit):
    stack = []
    variables = {}
    at = steps = 0
    while at < len(program):
        op, arg = program[at]
        at += 1
        steps += 1
        if op == "push":
            stack.append(arg)
        elif op == "load":
            stack.append(variables[arg])
        elif op == "store":
            variables[arg] = stack.pop()
        elif op == "add":
            b = stack.pop()
            stack.append(stack.pop() + b)
        elif op == "mul":
            b = stack.pop()
            stack.append(stack.pop() * b)
        elif op == "less":
            b = stack.pop()
            stack.append(stack.pop() < b)
        elif op == "jump_if":
            if stack.pop():
                at = arg
        if steps >= limit:
            break
    return variables, steps


PROGRAM = [
    ("push", 0), ("store", "i"), ("push", 0), ("store", "total"),
    ("load", "total"), ("load", "i"), ("push", 3), ("mul", None), ("add", None), ("store", "total"),
    ("load", "i"), ("push", 1), ("add", None), ("store", "i"),
    ("load", "i"), ("push", 150000), ("less", None), ("jump_if", 4),
]

print(run(PROGRAM, 10**9))
