"""How a marketplace's own logs are to be read: source files, platforms' exports, who claims what.

    source        what a source is                 file, shape, entry   the source file
    claims        which source reads which file    forms                what a file's name tells
    adapter       how a platform's export is read  adapters             one file a platform

What happens to the rows is in `landing`.
"""

from tutor_reliability.sources.adapter import Adapter
from tutor_reliability.sources.adapters import ADAPTERS
from tutor_reliability.sources.claims import Claim, Claims, claims_in, named
from tutor_reliability.sources.file import load, load_all
from tutor_reliability.sources.source import CANONICAL, Source

__all__ = [
    "ADAPTERS",
    "CANONICAL",
    "Adapter",
    "Claim",
    "Claims",
    "Source",
    "claims_in",
    "load",
    "load_all",
    "named",
]
