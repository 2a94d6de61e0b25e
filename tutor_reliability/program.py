"""Which program this is: what another one worked out and kept is not taken over."""

import hashlib
from functools import cache
from pathlib import Path

_POLICY = "policy"
"""Always part of it: what a policy file leaves out is said there."""


@cache
def program_of(*parts: str) -> str:
    """Name what some parts of this package do, by their text.

    Args:
        parts: Modules or packages right below this one.
    """
    here = Path(__file__).parent
    files = {
        file
        for part in (_POLICY, *parts)
        for file in (here / f"{part}.py", *(here / part).rglob("*.py"))
        if file.is_file()
    }
    texts = [file.read_bytes() for file in sorted(files)]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]
