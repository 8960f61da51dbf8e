"""Abstract bases of finders and loaders."""

import abc


class MetaPathFinder(metaclass=abc.ABCMeta):
    """A finder for sys.meta_path."""

    def invalidate_caches(self):
        """Forget what was remembered."""


class PathEntryFinder(metaclass=abc.ABCMeta):
    """A finder for one entry of a path."""

    def invalidate_caches(self):
        """Forget what was remembered."""


class Loader(metaclass=abc.ABCMeta):
    """Makes and executes modules."""

    def create_module(self, spec):
        """The module to execute, None for an ordinary new one."""
        return None

    def load_module(self, fullname):
        """The old way: find, make and execute in one step."""
        if not hasattr(self, "exec_module"):
            raise ImportError
        from .util import module_from_spec, spec_from_loader
        import sys

        module = module_from_spec(spec_from_loader(fullname, self))
        sys.modules[fullname] = module
        self.exec_module(module)
        return sys.modules[fullname]


class ResourceLoader(Loader):
    """A loader that reads data files."""

    @abc.abstractmethod
    def get_data(self, path):
        """The bytes of a file."""
        raise OSError


class InspectLoader(Loader):
    """A loader that can show source."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    @abc.abstractmethod
    def get_source(self, fullname):
        """The source of a module."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path="<string>"):
        """Source as a code object."""
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        """Execute the module's source in it."""
        name = module.__name__
        exec(self.source_to_code(self.get_source(name), name), module.__dict__)


class ExecutionLoader(InspectLoader):
    """A loader of modules that have a file."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """The file of a module."""
        raise ImportError


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of one file."""


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of source files."""
