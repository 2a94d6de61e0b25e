"""Which delivered column is which of ours; a file that lacks one it must have is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor_reliability.errors import ContractError
from tutor_reliability.hints import nearest
from tutor_reliability.landing.discover import LogFile
from tutor_reliability.landing.rules import RULES
from tutor_reliability.sources.source import Source, delivered_columns

STATED_LINE = "stated_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of a file in order, by our names.

    Attributes:
        names: What each column is to us; those we have no use for are called unused_0 and so on.
        keys: What the file calls them, where it is read by name: JSON lines.
        types: What DuckDB calls their types, where the file has types: Parquet.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


def by_place(file: LogFile, header: Sequence[str], source: Source) -> Layout:
    """Find our columns in a header.

    Raises:
        ContractError: A column is missing that the log must have or the source file names, or one
            we take stands there twice.
    """
    taken = taken_columns(file.log, source)
    for name, delivered in taken.items():
        if delivered in header:
            if header.count(delivered) > 1:
                raise ContractError(
                    f"{file.relative}: two columns are called {delivered!r}, expected one; rename "
                    "the other"
                )
        elif name in RULES[file.log].must_have or name in source.columns.get(file.log, {}):
            raise missing(file, delivered, header)
    ours = {delivered: name for name, delivered in taken.items()}
    return Layout(names=tuple(ours.get(one, f"unused_{place}") for place, one in enumerate(header)))


def by_contract(log: str) -> Layout:
    """Give the layout of rows that landing wrote itself: all columns of the log."""
    return Layout(names=tuple(column.name for column in delivered_columns(log)))


def by_name(file: LogFile, source: Source) -> Layout:
    """Say which keys of a JSON lines file we take."""
    taken = taken_columns(file.log, source)
    return Layout(names=tuple(taken), keys=tuple(taken.values()))


def missing(file: LogFile, column: str, found: Sequence[str]) -> ContractError:
    """Say that a file lacks a column, what it has instead, and which of these may be meant."""
    return ContractError(
        f"{file.relative}: has no column {column!r}, expected it beside {', '.join(found)}"
        f"{nearest(column, found)}; rename it there, or name it in the source file"
    )


def taken_columns(log: str, source: Source) -> dict[str, str]:
    """Give our columns with what the source calls them; a name it maps means nothing else."""
    named = source.columns.get(log, {})
    return {
        column.name: named.get(column.name, column.name)
        for column in delivered_columns(log)
        if column.name in named or column.name not in named.values()
    }
