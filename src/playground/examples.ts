/** Programs to start from: each shows one thing the stepper makes visible. */
export const examples: readonly {
  name: string
  source: string
  granularity?: 'line' | 'expression' | 'opcode'
  stdin?: string
}[] = [
  {
    name: 'Counting letters',
    source: `def count(text):
    seen = {}
    for letter in text:
        seen[letter] = seen.get(letter, 0) + 1
    return seen

print(count("banana"))
`,
  },
  {
    name: 'Two names, one list',
    source: `row = [0] * 3
grid = [row, row]
grid[0][1] = 7
copy = [list(r) for r in grid]
copy[1][2] = 9
print(grid, copy)
`,
  },
  {
    name: 'Closures',
    source: `def counter(start):
    n = start
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step

a = counter(10)
b = counter(0)
print(a(), a(5), b())
`,
  },
  {
    name: 'Recursion',
    source: `def hanoi(n, a, b, c):
    if n == 0:
        return 0
    moves = hanoi(n - 1, a, c, b)
    print(f"disc {n}: {a} to {c}")
    return moves + 1 + hanoi(n - 1, b, a, c)

print(hanoi(3, "A", "B", "C"), "moves")
`,
  },
  {
    name: 'Every expression',
    granularity: 'expression',
    source: `def area(w, h):
    return w * h / 2

sides = [3, 4, 5]
big = max(sides[0], sides[-1]) > 4 and len(sides) == 3
print(area(sides[0] + 1, sides[1] * 2), big)
`,
  },
  {
    name: 'Generators',
    source: `def squares(limit):
    n = 1
    while n * n < limit:
        yield n * n
        n += 1

total = 0
for square in squares(30):
    total += square
print(total)
`,
  },
  {
    name: 'Exceptions',
    source: `def parse(text):
    try:
        return int(text)
    except ValueError as error:
        print("no number:", error)
        raise RuntimeError("bad input") from error
    finally:
        print("done with", text)

print(parse("12"))
parse("twelve")
`,
  },
  {
    name: 'Classes',
    source: `class Account:
    def __init__(self, owner):
        self.owner = owner
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
        return self

ann = Account("Ann")
same = ann
same.deposit(30).deposit(12)
print(ann.owner, ann.balance)
`,
  },
  {
    name: 'Byte code',
    granularity: 'opcode',
    source: `def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

print(gcd(48, 18))
`,
  },
  {
    name: 'Reading input',
    stdin: '3\n4 5 6\n',
    source: `n = int(input())
numbers = [int(word) for word in input().split()]
print(n, sum(numbers))
`,
  },
]
