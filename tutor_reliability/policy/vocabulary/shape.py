"""What a key of a policy file is: its kind, what it means, what it is where it is left out."""

from dataclasses import dataclass

REQUIRED = "required"
"""The default of a key that a table must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a table.

    `kind` names a kind of value in `schema`. `default` is what a key left out means, in words or
    as the file would have it. `options` are the texts it may hold, none for any.
    """

    name: str
    kind: str
    words: str
    default: str = REQUIRED
    options: tuple[str, ...] = ()
    example: str
    table: "Table | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file, or each table of an array.

    `many`: it is an array of tables. `named` is the kind of the values of keys that the author
    names, empty where all names are the language's; `inner` what each of these is where it is a
    table itself.
    """

    name: str
    words: str
    keys: tuple[Key, ...] = ()
    many: bool = False
    required: bool = False
    named: str = ""
    inner: "Table | None" = None


def key(  # noqa: PLR0913 - one row of a table, read across
    name: str,
    kind: str,
    words: str,
    example: str,
    *,
    default: str = REQUIRED,
    options: tuple[str, ...] = (),
) -> Key:
    """Write a key in one line."""
    return Key(name=name, kind=kind, words=words, example=example, default=default, options=options)


def inside(name: str, table: Table, words: str, example: str, *, default: str = REQUIRED) -> Key:
    """Write a key whose value is a table of its own."""
    return Key(name=name, kind="table", words=words, example=example, default=default, table=table)
