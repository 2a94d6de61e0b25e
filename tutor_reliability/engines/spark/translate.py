"""A model as Spark reads it: DuckDB's text, differences carried over, parameters filled in.

What a model is divided into, and what it need not ask, is in `plans`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlglot
from sqlglot import exp

from tutor_reliability.engines.spark.differences import carry_over, strangers
from tutor_reliability.engines.spark.plans import CUT, CUTS, cut, spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """One statement for Spark.

    Attributes:
        makes: The table it makes, as it would be called in the warehouse.
        sql: Its text.
        reads: The tables it reads, by their names in the warehouse.
        names: Each name in it, columns among them; none where it takes all columns of a table.
    """

    makes: str
    sql: str
    reads: tuple[str, ...]
    names: frozenset[str]


def view_of(table: str) -> str:
    """Give the name under which Spark sees a table of the warehouse."""
    return table.replace(".", "__")


def translate(
    sql: str, values: Mapping[str, object], *, makes: str = "", whole: bool = False
) -> list[Translated]:
    """Translate a model; gives one statement, or several to run in turn.

    Args:
        sql: The model.
        values: What it binds, and more.
        makes: The table it makes, by which `plans` knows where to divide it.
        whole: Whether every session is judged.

    Raises:
        ValueError: The model uses what is not known to mean the same on both engines.
        KeyError: It binds what nobody gives.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    unknown = strangers(tree)
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: in no list of spark/differences")
    rest, parts = spare(tree, whole=whole), []
    for name in CUTS.get(makes, ()):
        part, rest = cut(rest, name)
        parts.append(_written(part, values, makes=f"{CUT}.{name}"))
    return [*parts, _written(rest, values, makes=makes)]


def _written(tree: exp.Expression, values: Mapping[str, object], *, makes: str) -> Translated:
    names = _names(tree)
    tree = carry_over(tree)
    reads = sorted({_name(table) for table in tree.find_all(exp.Table) if table.db})
    tree = tree.transform(_as_view).transform(_filled_in, values)
    text = tree.sql(
        "spark", identify=True, comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return Translated(makes=makes, sql=text, reads=tuple(reads), names=names)


def _names(tree: exp.Expression) -> frozenset[str]:
    """Give each name in a model; none where it takes all columns of a table by a star."""
    if any(select.is_star and _reads_table(select) for select in tree.find_all(exp.Select)):
        return frozenset()
    return frozenset(one.name for one in tree.find_all(exp.Identifier))


def _reads_table(select: exp.Select) -> bool:
    sources = [select.args.get("from_"), *(select.args.get("joins") or [])]
    return any(isinstance(one.this, exp.Table) and one.this.db for one in sources if one)


def _name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}"


def _as_view(node: exp.Expression) -> exp.Expression:
    if not (isinstance(node, exp.Table) and node.db):
        return node
    node.set("this", exp.to_identifier(view_of(_name(node))))
    node.set("db", None)
    return node


def _filled_in(node: exp.Expression, values: Mapping[str, object]) -> exp.Expression:
    return literal(values[node.name]) if isinstance(node, exp.Placeholder) else node


def literal(value: object) -> exp.Expression:
    """Write a value that a model binds.

    Raises:
        TypeError: No model binds such a value.
    """
    if isinstance(value, bool | int | str):
        return exp.convert(value)
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat()), "TIMESTAMPTZ")
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    if isinstance(value, Sequence):
        return exp.Array(expressions=[literal(one) for one in value])
    raise TypeError(f"{value!r}: expected a flag, whole number, text, day, moment or list")
