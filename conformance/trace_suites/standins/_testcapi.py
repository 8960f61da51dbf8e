# CPython's C test helpers do not exist here; the module does, so that test modules load.
