"""What Spark is spared: reading and shuffling that its plan cannot know to be needless.

DuckDB works out once what a query names twice; Spark works it out as often as it is named, from the
files up. And the models ask of each row whether tonight touches its session, which on a night
that judges all is answered. The rows are the same either way, which the tests of the engines hold.
"""

from collections.abc import Iterator

from sqlglot import exp

CUTS = {
    "stage.session_facts": ("event_version", "standing", "ending"),
    "stage.judged_sessions": ("pattern", "verdict"),
    "stage.session_outcomes": ("curable", "answering", "cure"),
}
"""What is put down as Parquet before the rest of a model runs, by the table it makes and in its
order: a part that is named more than once, or one so small that each worker can hold it, once its
size is known."""
CUT = "cut"
_TOUCHED = "SELECT touched.session_id FROM touched"


def spare(tree: exp.Expression, *, whole: bool) -> exp.Expression:
    """Leave out what need not be asked.

    Args:
        tree: A model, which is used up.
        whole: Whether every session is judged, so that all that has an id is touched.
    """
    if whole:
        tree = tree.transform(_is_touched)
    return without_unused(tree)


def cut(tree: exp.Expression, name: str) -> tuple[exp.Expression, exp.Expression]:
    """Divide a model at a part; gives the part, and the rest, which reads it from a table.

    Args:
        tree: The model, which is used up.
        name: Its part, a name in its `with`.

    Raises:
        ValueError: The model has no such part.
    """
    its = _parts(tree)
    if name not in its:
        raise ValueError(f"{name}: is no part of the model; expected one of {', '.join(its)}")
    part = exp.select("*").from_(exp.table_(name))
    part.set("with_", tree.args["with_"].copy())
    its[name].pop()
    for table in [*_named(tree, name)]:
        stored = exp.table_(name, db=CUT, alias=table.alias_or_name)
        table.replace(stored)
    return without_unused(part), without_unused(tree)


def without_unused(tree: exp.Expression) -> exp.Expression:
    """Drop the parts of a model that nothing names."""
    while unused := [part for name, part in _parts(tree).items() if not any(_named(tree, name))]:
        for part in unused:
            part.pop()
    with_ = tree.args.get("with_")
    if with_ is not None and not with_.expressions:
        tree.set("with_", None)
    return tree


def _parts(tree: exp.Expression) -> dict[str, exp.Expression]:
    with_ = tree.args.get("with_")
    return {part.alias: part for part in with_.expressions} if with_ else {}


def _named(tree: exp.Expression, name: str) -> Iterator[exp.Table]:
    return (one for one in tree.find_all(exp.Table) if one.name == name and not one.db)


def _is_touched(node: exp.Expression) -> exp.Expression:
    query = node.args.get("query") if isinstance(node, exp.In) else None
    if query is None or query.this.sql() != _TOUCHED:
        return node
    return exp.paren(node.this.copy().is_(exp.null()).not_())
