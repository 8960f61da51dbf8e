"""A puzzle on a hexagonal board: numbered tiles say how many neighbours are filled; solved by search with pruning."""

RADIUS = 2
CELLS = [
    (q, r)
    for q in range(-RADIUS, RADIUS + 1)
    for r in range(-RADIUS, RADIUS + 1)
    if abs(q + r) <= RADIUS
]
INDEX = {cell: i for i, cell in enumerate(CELLS)}
AROUND = [
    [INDEX[q + dq, r + dr] for dq, dr in ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)) if (q + dq, r + dr) in INDEX]
    for q, r in CELLS
]
EMPTY = 7


class Solver:
    def __init__(self, tiles):
        self.left = dict(tiles)
        self.board = [None] * len(CELLS)
        self.visited = 0
        # Cells with many neighbours first.
        self.order = sorted(range(len(CELLS)), key=lambda i: (-len(AROUND[i]), i))

    def fits(self, cell):
        """Whether a tile can still have as many filled neighbours as it says."""
        tile = self.board[cell]
        if tile is None or tile == EMPTY:
            return True
        filled = unknown = 0
        for n in AROUND[cell]:
            other = self.board[n]
            if other is None:
                unknown += 1
            elif other != EMPTY:
                filled += 1
        return filled <= tile <= filled + unknown

    def solve(self, depth):
        self.visited += 1
        if depth == len(self.order):
            return True
        cell = self.order[depth]
        for tile, count in self.left.items():
            if count == 0 or (tile != EMPTY and tile > len(AROUND[cell])):
                continue
            self.left[tile] -= 1
            self.board[cell] = tile
            if self.fits(cell) and all(self.fits(n) for n in AROUND[cell]) and self.solve(depth + 1):
                return True
            self.left[tile] += 1
            self.board[cell] = None
        return False


def puzzle(seed):
    """The tiles of a board filled at random, which therefore has a solution."""
    filled = []
    for _ in CELLS:
        seed = (seed * 1103515245 + 12345) % 2147483648
        filled.append(seed // 65536 % 100 < 62)
    tiles = dict.fromkeys([EMPTY, 0, 1, 2, 3, 4, 5, 6], 0)
    for cell, full in enumerate(filled):
        tiles[sum(filled[n] for n in AROUND[cell]) if full else EMPTY] += 1
    return tiles


def show(board):
    row = ""
    for (q, r), tile in zip(CELLS, board):
        row += " " * abs(q) if r == max(-RADIUS, -RADIUS - q) else ""
        row += ". " if tile == EMPTY else f"{tile} "
        if r == min(RADIUS, RADIUS - q):
            print(row.rstrip())
            row = ""


def main():
    for seed in (2, 3, 4):
        solver = Solver(puzzle(seed))
        print(solver.solve(0), solver.visited)
        show(solver.board)


main()
