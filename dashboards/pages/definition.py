"""One number as the definitions page tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One number.

    Attributes:
        name: The anchor that "How is this computed?" leads to.
    """

    name: str
    title: str
    says: str
    formula: str
    over: str = ""
    leaves_out: str = ""
    example: str = ""
