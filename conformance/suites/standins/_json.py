# The C module under json, which has none here: CPython's tests ask for it by name.
