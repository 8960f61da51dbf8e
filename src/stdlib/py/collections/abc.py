"""The abstract base classes of the builtin containers; see _collections_abc."""

from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias
