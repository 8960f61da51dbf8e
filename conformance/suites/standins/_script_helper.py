# What runs Python scripts in processes of their own: there are none here, so its users are skipped.
import importlib
import unittest

from test import support


def _no_process(*args, **kwargs):
    raise unittest.SkipTest('there are no processes')


interpreter_requires_environment = lambda: False
run_python_until_end = assert_python_ok = assert_python_failure = _no_process
spawn_python = kill_python = run_test_script = make_zip_script = make_zip_pkg = _no_process


def make_script(script_dir, script_basename, source, omit_suffix=False):
    import os
    name = os.path.join(script_dir, script_basename if omit_suffix else script_basename + '.py')
    with open(name, 'w', encoding='utf-8') as file:
        file.write(source)
    importlib.invalidate_caches()
    return name


def make_pkg(pkg_dir, init_source=''):
    import os
    os.mkdir(pkg_dir)
    make_script(pkg_dir, '__init__', init_source)
