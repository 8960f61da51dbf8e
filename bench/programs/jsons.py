"""JSON: documents written and read again, in several layouts."""

import json


def document(n):
    return {
        "id": n,
        "name": f"item {n}",
        "ok": n % 3 == 0,
        "none": None,
        "price": n / 4,
        "tags": [f"t{i}" for i in range(n % 7)],
        "text": 'line "one"\nline\ttwo \\ é \u2603',
        "nested": {"a": [1, 2, {"b": [n, -n, n * 1.5]}], "c": {}},
    }


def main():
    documents = [document(n) for n in range(3000)]
    lengths = []
    for options in ({}, {"indent": 2}, {"sort_keys": True}, {"separators": (",", ":"), "ensure_ascii": False}):
        text = json.dumps(documents, **options)
        lengths.append(len(text))
        assert json.loads(text) == documents
    print(lengths)
    errors = 0
    for bad in ('{"a": }', "[1, 2", '"open', "nul", "[1] 2"):
        try:
            json.loads(bad)
        except ValueError as e:
            errors += 1
            print(e)
    print(errors, text[:60])


main()
