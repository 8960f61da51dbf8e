"""Random games of Go on a small board: groups, liberties, captures, and the share of games that black wins."""

SIZE = 9
EMPTY, BLACK, WHITE = 0, 1, 2
NEIGHBOURS = [
    [
        (y + dy) * SIZE + x + dx
        for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0))
        if 0 <= y + dy < SIZE and 0 <= x + dx < SIZE
    ]
    for y in range(SIZE)
    for x in range(SIZE)
]


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state // 65536 % n


class Board:
    def __init__(self):
        self.stones = [EMPTY] * (SIZE * SIZE)
        self.ko = -1

    def group(self, at):
        """The stones joined to one, and their liberties."""
        colour = self.stones[at]
        group = {at}
        liberties = set()
        todo = [at]
        while todo:
            for n in NEIGHBOURS[todo.pop()]:
                stone = self.stones[n]
                if stone == EMPTY:
                    liberties.add(n)
                elif stone == colour and n not in group:
                    group.add(n)
                    todo.append(n)
        return group, liberties

    def is_eye(self, at, colour):
        return all(self.stones[n] == colour for n in NEIGHBOURS[at])

    def play(self, at, colour):
        """Whether the move is legal; then it is made."""
        if self.stones[at] != EMPTY or at == self.ko:
            return False
        self.stones[at] = colour
        captured = set()
        for n in NEIGHBOURS[at]:
            if self.stones[n] == BLACK + WHITE - colour and n not in captured:
                group, liberties = self.group(n)
                if not liberties:
                    captured |= group
        for stone in captured:
            self.stones[stone] = EMPTY
        own, liberties = self.group(at)
        if not liberties:
            self.stones[at] = EMPTY
            return False
        self.ko = min(captured) if len(captured) == len(own) == len(liberties) == 1 else -1
        return True

    def score(self):
        points = {BLACK: 0, WHITE: 0}
        for at, stone in enumerate(self.stones):
            if stone != EMPTY:
                points[stone] += 1
            else:
                around = {self.stones[n] for n in NEIGHBOURS[at]}
                if len(around) == 1 and EMPTY not in around:
                    points[around.pop()] += 1
        return points[BLACK] - points[WHITE]


def playout(random):
    board = Board()
    colour, passes, moves = BLACK, 0, 0
    while passes < 2 and moves < 250:
        free = [at for at in range(SIZE * SIZE) if board.stones[at] == EMPTY and not board.is_eye(at, colour)]
        passes += 1
        while free:
            i = random.below(len(free))
            if board.play(free[i], colour):
                passes = 0
                break
            free[i] = free[-1]
            free.pop()
        colour = BLACK + WHITE - colour
        moves += 1
    return board, moves


def main(games):
    random = Random(42)
    wins = moves = 0
    for _ in range(games):
        board, made = playout(random)
        moves += made
        wins += board.score() > 0
    for y in range(SIZE):
        print("".join(".XO"[stone] for stone in board.stones[y * SIZE : (y + 1) * SIZE]))
    print(wins, games, moves)


main(25)
