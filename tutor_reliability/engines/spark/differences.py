"""What DuckDB and Spark write or do differently, a row each; all else in the models is alike.

The syntax tree of a model may hold only what PORTABLE lists. Each difference has a test that runs
it on both engines. sqlglot by itself carries over: the order of nulls, `at time zone` of a moment,
`regexp_matches`, `list_contains`, `[...]`, `unnest` in a select, `//` and types by their names.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

Rewrite = Callable[[exp.Expression], exp.Expression]

_NODES = """
    Abs Add Alias And ArgMin Array ArrayContains AtTimeZone Between Boolean CTE Case Cast Coalesce
    Column Count DataType DayOfWeekIso Distinct Div EQ Exists Explode Extract Filter FirstValue
    Floor From GT GTE Greatest Group Having Identifier If In IntDiv Interval Is Join LT LTE Least
    Length Literal LogicalOr Max Min Mod Mul NEQ Neg Not Null Nullif Or Order Ordered Paren
    Placeholder Qualify RegexpLike RowNumber Select SplitPart Star Sub Subquery Table TableAlias
    Tuple Union Var Where Window With
"""
PORTABLE = frozenset(_NODES.split())
PORTABLE_CALLS = frozenset({"epoch_us"})
PORTABLE_TYPES = frozenset({"DATE", "INT", "BIGINT"})
"""What a model may cast to: DuckDB rounds a fraction to an integer, Spark cuts it, so that only
counts, flags, columns of whole numbers and what `floor` gives are cast to one."""
_WHOLE = (exp.Count, exp.Floor, exp.Column, exp.Filter, exp.And, exp.Or)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: what DuckDB does, and how Spark is told to do the same."""

    name: str
    why: str
    rewrite: Rewrite


def carry_over(tree: exp.Expression) -> exp.Expression:
    """Rewrite all differences in a tree, which is used up."""
    for difference in DIFFERENCES:
        tree = rewritten(tree, difference.rewrite)
    return tree


def rewritten(tree: exp.Expression, rewrite: Rewrite) -> exp.Expression:
    """Rewrite each node of a tree once, from the leaves up: what holds others finds them done."""
    for node in reversed([*tree.walk()]):
        instead = rewrite(node)
        if node is tree:
            tree = instead
        elif instead is not node:
            node.replace(instead)
    return tree


def strangers(tree: exp.Expression) -> list[str]:
    """Name what of a model is in neither list, and casts that round."""
    found = [_stranger(node) for node in tree.walk()]
    return sorted({name for name in found if name})


def _stranger(node: exp.Expression) -> str:
    if isinstance(node, exp.Anonymous):
        return "" if node.name in PORTABLE_CALLS else str(node.name)
    if isinstance(node, exp.Union) and node.args.get("by_name"):
        return "union by name"
    if isinstance(node, exp.Interval) and node.sql("duckdb") != "INTERVAL '1' SECOND":
        return str(node.sql("duckdb"))
    if isinstance(node, exp.Cast):
        return _cast(node)
    name = type(node).__name__
    return "" if name in PORTABLE else name


def _cast(node: exp.Cast) -> str:
    to = node.to.sql("duckdb")
    whole = to == "DATE" or isinstance(node.this.unnest(), _WHOLE)
    return "" if to in PORTABLE_TYPES and whole else str(node.sql("duckdb"))


def _qualify(node: exp.Expression) -> exp.Expression:
    qualify = node.args.get("qualify") if isinstance(node, exp.Select) else None
    if not isinstance(node, exp.Select) or qualify is None:
        return node
    inner = node.copy()
    test = inner.args.pop("qualify").this
    told = {one.alias: one.this for one in inner.selects if isinstance(one, exp.Alias)}
    window = test.find(exp.Window).transform(_said_in_full, told)
    column = exp.column("_place", quoted=True)
    test.find(exp.Window).replace(column.copy())
    inner.select(exp.alias_(window, "_place", quoted=True), copy=False)
    with_ = inner.args.pop("with_", None)
    star = exp.Star(except_=[column])
    outer = exp.select(star).from_(inner.subquery("_ranked")).where(test)
    outer.set("with_", with_)
    return outer


def _said_in_full(node: exp.Expression, told: dict[str, exp.Expression]) -> exp.Expression:
    if isinstance(node, exp.Column) and not node.table and node.name in told:
        return exp.paren(told[node.name].copy())
    return node


def _filtered_window(node: exp.Expression) -> exp.Expression:
    if not (isinstance(node, exp.Window) and isinstance(node.this, exp.Filter)):
        return node
    aggregate, condition = node.this.this, node.this.expression.this
    aggregate.set("this", exp.Case().when(condition, aggregate.this))
    node.set("this", aggregate)
    return node


def _arg_min(node: exp.Expression) -> exp.Expression:
    if not isinstance(node, exp.ArgMin) or isinstance(node.parent, exp.Filter):
        return node
    known = exp.Where(this=node.this.copy().is_(exp.null()).not_())
    return exp.Filter(this=node.copy(), expression=known)


def _length(node: exp.Expression) -> exp.Expression:
    return exp.ArraySize(this=node.this.copy()) if isinstance(node, exp.Length) else node


def _isodow(node: exp.Expression) -> exp.Expression:
    if not isinstance(node, exp.DayOfWeekIso):
        return node
    return exp.paren(exp.Anonymous(this="WEEKDAY", expressions=[node.this.copy()]) + 1)


def _epoch_us(node: exp.Expression) -> exp.Expression:
    if not (isinstance(node, exp.Anonymous) and node.name == "epoch_us"):
        return node
    return exp.Anonymous(this="UNIX_MICROS", expressions=[one.copy() for one in node.expressions])


def _decimal(node: exp.Expression) -> exp.Expression:
    fraction = isinstance(node, exp.Literal) and not node.is_string and "." in node.name
    return exp.cast(node.copy(), "DOUBLE") if fraction else node


def _tuple_in(node: exp.Expression) -> exp.Expression:
    if not (isinstance(node, exp.In) and isinstance(node.this, exp.Tuple)):
        return node
    query = node.args["query"].this
    query.set("expressions", query.selects[0].expressions)
    return node


def _not_in(node: exp.Expression) -> exp.Expression:
    within = node.this if isinstance(node, exp.Not) else None
    if not isinstance(within, exp.In) or not within.args.get("query"):
        return node
    query: exp.Select = within.args["query"].this
    mine, theirs = within.this.copy(), query.selects[0].copy()
    if not (mine.name == theirs.name == "session_id" and theirs.table):
        raise ValueError(f"{node.sql('duckdb')}: only a session_id is known never to be null")
    if not mine.table:
        mine = exp.column(
            mine.name, table=node.find_ancestor(exp.Select).args["from_"].alias_or_name
        )
    return exp.Exists(this=query.copy().where(theirs.eq(mine))).not_()


DIFFERENCES = (
    Difference(
        name="qualify",
        why="only the newest Spark knows it, and it may name what the select names",
        rewrite=_qualify,
    ),
    Difference(
        name="filter within a window",
        why="Spark before 4.3 takes a filter only where it groups",
        rewrite=_filtered_window,
    ),
    Difference(
        name="arg_min",
        why="DuckDB passes over rows whose value is null, Spark gives the null",
        rewrite=_arg_min,
    ),
    Difference(
        name="len", why="of a list; Spark's length is of texts alone, null of null", rewrite=_length
    ),
    Difference(name="isodow", why="Spark counts from Monday as 0", rewrite=_isodow),
    Difference(name="epoch_us", why="has another name", rewrite=_epoch_us),
    Difference(
        name="fractions",
        why="3600.0 is a decimal for both, but only DuckDB divides by it as doubles",
        rewrite=_decimal,
    ),
    Difference(
        name="tuple in (select tuple)", why="Spark selects its parts as columns", rewrite=_tuple_in
    ),
    Difference(
        name="not in (select)",
        why="alike, but without an index Spark compares each with each, for nulls that cannot be",
        rewrite=_not_in,
    ),
)
