"""A promise: a select of the rows that break it, why that matters, and what to do then.

The file name says what is promised. Its first comment says why it matters, up to `Remedy:`,
which says what a person does about it. What follows from the table contracts is in `contracts`.

Where every sum of one table must be found in another, a promise adds up whole days or windows
first, each tutor's count times the hash of the tutor: those whose sums of such are equal do not
differ in any tutor (but for one chance in 2^63), and only tutors of the others are compared.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from tutor_reliability import warehouse

CHECKS = Path(__file__).with_name("checks")
WARNINGS = Path(__file__).with_name("warnings.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One thing that must hold of a table: no row of `sql` exists."""

    table: str
    name: str
    why: str
    remedy: str
    blocking: bool
    sql: str
    kind: str = "promise"
    parameters: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Table and promise, for messages."""
        return f"{self.table} {self.name}"


@cache
def load() -> tuple[Promise, ...]:
    """Read all promises, in order of table and name.

    Raises:
        ValueError: A file lacks its why or remedy, is not one select, or `warnings.toml` names a
            promise that does not exist.
    """
    warn = {
        (table, name): reason
        for table, names in tomllib.loads(WARNINGS.read_text(encoding="utf-8")).items()
        for name, reason in names.items()
    }
    with warehouse.connect() as con:
        found = tuple(_read(con, path, warn) for path in sorted(CHECKS.glob("*/*.sql")))
    unknown = warn.keys() - {(promise.table, promise.name) for promise in found}
    if unknown:
        table, name = min(unknown)
        raise ValueError(f"{WARNINGS.name}: {table} has no promise {name!r}; expected a file name")
    return found


def _read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    warn: Mapping[tuple[str, str], str],
) -> Promise:
    table, name = path.parent.name, path.stem
    why, remedy, sql = split(f"{table}/{path.name}", path.read_text(encoding="utf-8"))
    model = warehouse.read_model(con, f"{table}/{path.name}", sql)
    return Promise(
        table=table,
        name=name,
        why=why,
        remedy=remedy,
        blocking=(table, name) not in warn,
        sql=sql,
        parameters=model.parameters,
        reads=model.reads,
    )


def split(file: str, text: str) -> tuple[str, str, str]:
    r"""Take a promise's text apart: why it matters, what to do, and the select.

    Raises:
        ValueError: The first comment lacks one of the two, or the select has a comment of its own.

    >>> split("x.sql", "-- It matters.\n-- Remedy: mend it.\n\nselect 1\n")
    ('It matters.', 'mend it.', 'select 1')
    """
    lines = text.strip().splitlines()
    top = next((at for at, line in enumerate(lines) if not line.startswith("--")), len(lines))
    comment = " ".join(line.removeprefix("--").strip() for line in lines[:top])
    why, _, remedy = (part.strip() for part in comment.partition("Remedy:"))
    sql = "\n".join(lines[top:]).strip()
    if not why or not remedy:
        raise ValueError(f"{file}: first comment is {comment!r}, expected why, then 'Remedy: ...'")
    if "--" in sql or ";" in sql:
        raise ValueError(f"{file}: a comment or ';' in the select; expected one bare select")
    return why, remedy, sql
