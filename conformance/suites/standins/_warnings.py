# The C module under warnings.
from warnings import warn, warn_explicit, filters, _defaultaction, _onceregistry
