"""What is measured of the logs before they are judged: how fresh, how much, which hours, of whom.

Each `quality.<name>.sql` here is one bare select that makes the table of that name. The promises
that judge it read it, and the run page draws it, so that both speak of the same numbers.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import duckdb

from tutor_reliability import warehouse
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Model

FOLDER = Path(__file__).parent


@cache
def load() -> dict[str, Model]:
    """Read all measures by the name of their table."""
    with warehouse.connect() as con:
        return {
            path.stem: warehouse.read_model(con, path.name, path.read_text(encoding="utf-8"))
            for path in sorted(FOLDER.glob("*.sql"))
        }


def beneath(tables: Iterable[str]) -> tuple[str, ...]:
    """Give the tables that some tables rest on, a measure's own tables in its place."""
    measures = load()
    found: set[str] = set()
    for table in tables:
        found |= set(measures[table].reads) if table in measures else {table}
    return tuple(sorted(found))


def take(
    con: duckdb.DuckDBPyConnection, tables: Iterable[str], values: Mapping[str, object]
) -> dict[str, str]:
    """Measure anew what stands among these tables, each in one statement.

    Returns:
        The error of each measure that could not be taken, by its name.

    Raises:
        KeyError: A measure binds a parameter that nobody gives.
    """
    failed = {}
    for name in sorted(load().keys() & set(tables)):
        model = load()[name]
        bound = {parameter: values[parameter] for parameter in model.parameters}
        try:
            con.execute(_replacing(name, model.sql), bound)
        except duckdb.Error as error:
            failed[name] = f"{name}: {error}"
    return failed


def _replacing(name: str, sql: str) -> str:
    """Write the statement that makes a table hold just what a select finds."""
    table = TABLES[name]
    names = [column.name for column in table.columns]
    others = [one for one in names if one not in table.key]
    return f"""
        merge into {name} as old
        using ({sql}) as new
        on {" and ".join(f"old.{one} = new.{one}" for one in table.key)}
        when matched then update set {", ".join(f"{one} = new.{one}" for one in others)}
        when not matched then
            insert ({", ".join(names)}) values ({", ".join(f"new.{one}" for one in names)})
        when not matched by source then delete
    """  # noqa: S608 -- the contract's own names and a model
