"""A model as Spark reads it: DuckDB's text, differences carried over, parameters filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlglot
from sqlglot import exp

from tutor_reliability.engines.spark.differences import carry_over, strangers


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A model for Spark, and the tables it reads, by their names in the warehouse."""

    sql: str
    reads: tuple[str, ...]


def view_of(table: str) -> str:
    """Give the name under which Spark sees a table of the warehouse."""
    return table.replace(".", "__")


def translate(sql: str, values: Mapping[str, object]) -> Translated:
    """Translate a model.

    Raises:
        ValueError: The model uses what is not known to mean the same on both engines.
        KeyError: It binds what nobody gives.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    unknown = strangers(tree)
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: in no list of spark/differences")
    tree = carry_over(tree)
    reads = sorted({_name(table) for table in tree.find_all(exp.Table) if table.db})
    tree = tree.transform(_as_view).transform(_filled_in, values)
    text = tree.sql(
        "spark", identify=True, comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return Translated(sql=text, reads=tuple(reads))


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
