def first_repeat(text):
    seen = set()
    for at, letter in enumerate(text):
        if letter in seen:
            return letter, at
        seen.add(letter)


print(first_repeat("abca"))
