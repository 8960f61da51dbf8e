"""One-way constraints solved step by step: the DeltaBlue algorithm (after Freeman-Benson and Maloney), chains and projections."""

# Strengths: the smaller, the stronger.
REQUIRED, STRONG, MEDIUM, WEAK, WEAKEST = range(5)


class Variable:
    def __init__(self, value):
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAKEST
        self.stay = True
        self.mark = 0


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def add(self, planner):
        for v in self.variables():
            v.constraints.append(self)
        self.clear()
        planner.add(self)

    def remove(self, planner):
        if self.satisfied():
            planner.remove(self)
        for v in self.variables():
            v.constraints.remove(self)

    def is_input(self):
        return False

    def satisfy(self, planner, mark):
        """Enforces this constraint if it can; gives the one that it overrides."""
        self.choose(mark)
        if not self.satisfied():
            assert self.strength != REQUIRED, "a required constraint is not satisfied"
            return None
        for v in self.inputs():
            v.mark = mark
        out = self.output()
        overridden = out.determined_by
        if overridden is not None:
            overridden.clear()
        out.determined_by = self
        assert planner.propagate(self, mark), "a cycle"
        out.mark = mark
        return overridden

    def known(self, mark):
        return all(v.mark == mark or v.stay or v.determined_by is None for v in self.inputs())


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.on = False
        self.add(planner)

    def variables(self):
        return [self.variable]

    def inputs(self):
        return []

    def output(self):
        return self.variable

    def clear(self):
        self.on = False

    def satisfied(self):
        return self.on

    def choose(self, mark):
        self.on = self.variable.mark != mark and self.strength < self.variable.strength

    def recalculate(self):
        self.variable.strength = self.strength
        self.variable.stay = not self.is_input()
        if self.variable.stay:
            self.execute()

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self):
        return True


class Binary(Constraint):
    """Either variable follows from the other."""

    def __init__(self, first, second, strength, planner):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.way = 0
        self.add(planner)

    def variables(self):
        return [self.first, self.second]

    def inputs(self):
        return [self.first if self.way > 0 else self.second]

    def output(self):
        return self.second if self.way > 0 else self.first

    def clear(self):
        self.way = 0

    def satisfied(self):
        return self.way != 0

    def choose(self, mark):
        a, b = self.first, self.second
        if a.mark == mark:
            self.way = 1 if b.mark != mark and self.strength < b.strength else 0
        elif b.mark == mark:
            self.way = -1 if self.strength < a.strength else 0
        elif a.strength > b.strength:
            self.way = -1 if self.strength < a.strength else 0
        else:
            self.way = 1 if self.strength < b.strength else 0

    def recalculate(self):
        out, (source,) = self.output(), self.inputs()
        out.strength = max(self.strength, source.strength)
        out.stay = source.stay
        if out.stay:
            self.execute()


class Equal(Binary):
    def execute(self):
        self.output().value = self.inputs()[0].value


class Scale(Binary):
    """second = first * scale + offset"""

    def __init__(self, first, scale, offset, second, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(first, second, strength, planner)

    def variables(self):
        return [self.first, self.second, self.scale, self.offset]

    def inputs(self):
        return [self.first if self.way > 0 else self.second, self.scale, self.offset]

    def recalculate(self):
        out, (source, scale, offset) = self.output(), self.inputs()
        out.strength = max(self.strength, source.strength)
        out.stay = source.stay and scale.stay and offset.stay
        if out.stay:
            self.execute()

    def execute(self):
        if self.way > 0:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(self, mark)
        while overridden is not None:
            overridden = overridden.satisfy(self, mark)

    def remove(self, constraint):
        out = constraint.output()
        constraint.clear()
        out.determined_by = None
        out.strength = WEAKEST
        out.stay = True
        unsatisfied = []
        todo = [out]
        while todo:
            v = todo.pop()
            unsatisfied += [c for c in v.constraints if not c.satisfied() and c is not constraint]
            for c in self.consumers(v):
                c.recalculate()
                todo.append(c.output())
        for c in sorted(unsatisfied, key=lambda c: c.strength):
            self.add(c)

    def consumers(self, v):
        return [c for c in v.constraints if c is not v.determined_by and c.satisfied()]

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            c = todo.pop()
            if c.output().mark == mark:
                return False
            c.recalculate()
            todo += self.consumers(c.output())
        return True

    def plan(self, sources):
        mark = self.new_mark()
        plan = []
        todo = [c for c in sources if c.is_input() and c.satisfied()]
        while todo:
            c = todo.pop()
            if c.output().mark != mark and c.known(mark):
                plan.append(c)
                c.output().mark = mark
                todo += self.consumers(c.output())
        return plan


def change(planner, variable, value):
    edit = Edit(variable, STRONG, planner)
    plan = planner.plan([edit])
    for _ in range(10):
        variable.value = value
        for c in plan:
            c.execute()
    edit.remove(planner)


def chain(n):
    planner = Planner()
    variables = [Variable(0) for _ in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equal(a, b, REQUIRED, planner)
    Stay(variables[-1], WEAK, planner)
    edit = Edit(variables[0], STRONG, planner)
    plan = planner.plan([edit])
    for value in range(60):
        variables[0].value = value
        for c in plan:
            c.execute()
        assert variables[-1].value == value
    edit.remove(planner)
    return len(plan)


def projection(n):
    planner = Planner()
    scale, offset = Variable(10), Variable(1000)
    Stay(scale, MEDIUM, planner)
    Stay(offset, MEDIUM, planner)
    sources, targets = [], []
    for i in range(n):
        source, target = Variable(i), Variable(i)
        sources.append(source)
        targets.append(target)
        Stay(source, WEAK, planner)
        Scale(source, scale, offset, target, REQUIRED, planner)
    out = []
    change(planner, sources[-1], 17)
    out.append(targets[-1].value)
    change(planner, targets[-1], 1050)
    out.append(sources[-1].value)
    change(planner, scale, 5)
    out.append(sum(t.value for t in targets))
    change(planner, offset, 2000)
    out.append(sum(t.value for t in targets))
    return out


def main(rounds):
    for n in range(rounds):
        last = chain(900 + n), projection(700 + n)
    print(*last)


main(20)
