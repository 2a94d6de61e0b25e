"""Whether a glob on time zones takes a zone."""

from fnmatch import fnmatchcase


def takes(glob: str, zone: str) -> bool:
    """Tell whether a glob such as "Europe/*" takes a zone of the roster."""
    return fnmatchcase(zone, glob)
