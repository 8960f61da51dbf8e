"""Finders, loaders and specifications of modules."""

import sys
import _importlib
from _importlib import ModuleSpec

SOURCE_SUFFIXES = [".py"]
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES = [".pyc"]
EXTENSION_SUFFIXES = []


def all_suffixes():
    """All suffixes a file of a module may have."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class SourceFileLoader:
    """Loads a module from a file of Python source."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = compile(self.get_data(self.path), self.path, "exec", dont_inherit=True)
        exec(code, module.__dict__)

    def load_module(self, fullname=None):
        from .util import module_from_spec, spec_from_file_location

        module = module_from_spec(spec_from_file_location(self.name, self.path, loader=self))
        sys.modules[self.name] = module
        self.exec_module(module)
        return module

    def is_package(self, fullname):
        return self.path.rpartition("/")[2] == "__init__.py"

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as f:
            return f.read()

    def get_source(self, fullname):
        return self.get_data(self.path).decode("utf-8")

    def get_code(self, fullname):
        return compile(self.get_data(self.path), self.path, "exec", dont_inherit=True)


class BuiltinImporter:
    """Finds the modules that are part of the interpreter."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname in sys.builtin_module_names:
            return ModuleSpec(fullname, cls, origin="built-in")
        return None


class FrozenImporter:
    """Finds the modules whose text comes with the interpreter: they are found like files."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class PathFinder:
    """Finds modules along `sys.path` or the path of a package."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return _find(fullname, path)

    @staticmethod
    def invalidate_caches():
        pass


class FileFinder:
    """Finds the modules of one directory."""

    def __init__(self, path, *loader_details):
        self.path = path or "."
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details for suffix in suffixes]

    def __repr__(self):
        return f"FileFinder({self.path!r})"

    @classmethod
    def path_hook(cls, *loader_details):
        """A hook for `sys.path_hooks` that makes finders with these loaders."""

        def path_hook_for_FileFinder(path):
            import os

            if not os.path.isdir(path or "."):
                raise ImportError("only directories are supported", path=path)
            return cls(path, *loader_details)

        return path_hook_for_FileFinder

    def find_spec(self, fullname, target=None):
        return _find(fullname, [self.path])

    def invalidate_caches(self):
        pass


def _find(fullname, path=None):
    found = _importlib.find(fullname, path)
    if found is None:
        return None
    filename, search = found
    loader = SourceFileLoader(fullname, filename) if filename else None
    spec = ModuleSpec(fullname, loader, origin=filename or None)
    spec.submodule_search_locations = search
    spec.has_location = bool(filename)
    return spec
