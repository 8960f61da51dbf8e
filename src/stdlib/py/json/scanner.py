"""Kept for its names; the scanner itself is in _json."""

from _json import decode

__all__ = []
