# The names of CPython's import internals that test.support asks for.
def acquire_lock():
    pass


def release_lock():
    pass


def lock_held():
    return False


def _override_frozen_modules_for_tests(override):
    pass


def _override_multi_interp_extensions_check(override):
    return 0


def _frozen_module_names():
    return []


def is_builtin(name):
    import sys
    return int(name in sys.builtin_module_names)


def is_frozen(name):
    return False


def create_builtin(spec):
    raise ImportError(spec.name)


def extension_suffixes():
    return []


exec_builtin = exec_dynamic = create_dynamic = get_frozen_object = source_hash = None
check_hash_based_pycs = 'default'
