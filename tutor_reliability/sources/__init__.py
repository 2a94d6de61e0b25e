"""How a marketplace's own logs are to be read: the source file, and what a canonical log needs.

What a source is stands in `source`, the file in `file`. What happens to the rows is in `landing`.
"""

from tutor_reliability.sources.file import load
from tutor_reliability.sources.source import CANONICAL, Source

__all__ = ["CANONICAL", "Source", "load"]
