"""Strings: building, splitting, searching, translating, formatting."""


def caesar(text, shift):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - 97 + shift) % 26 + 97))
        elif "A" <= c <= "Z":
            out.append(chr((ord(c) - 65 + shift) % 26 + 65))
        else:
            out.append(c)
    return "".join(out)


def words(text):
    counts = {}
    for word in text.lower().split():
        word = word.strip(".,;!?")
        counts[word] = counts.get(word, 0) + 1
    return counts


TEXT = "The quick brown fox jumps over the lazy dog; the dog sleeps, and the fox runs away. "


def main():
    text = TEXT * 400
    for shift in range(1, 8):
        text = caesar(text, shift)
    counts = words(TEXT * 4000)
    lines = []
    for i in range(150000):
        lines.append(f"{i:05d} {i * 7 % 13:>3} {i / 7:.3f}")
    page = "\n".join(lines)
    found = sum(1 for line in page.split("\n") if line.find("77") >= 0)
    palindromes = sum(1 for i in range(200000) if str(i) == str(i)[::-1])
    return text[:20], sorted(counts.items())[:4], found, palindromes, page.count("3")


print(main())
