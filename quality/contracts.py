"""What the table contracts promise, as selects of the rows that break them.

One select a kind of contract, not one a column, so that a night reads each table as few times as
there are kinds. Of a table that only grows, delivery by delivery, a night reads what is new: older
rows were proven by this same text, see `proven`. The contracts themselves are in
`tutor_reliability.tables`.
"""

from functools import cache

from quality.promises import Promise
from tutor_reliability.tables import TABLES, Column, Table

COLUMNS = "columns_are_the_contract"
REQUIRED = "required_columns_are_filled"
VALUES = "values_are_known"
BOUNDS = "numbers_are_in_bounds"
KEY = "key_is_unique"

PROVEN = "proven_delivery_id"
_SETS = """
        with crowded as (
            select {key}, {number} >> 6 as set_of_64 from {table} as {name}
            where {news}
            group by all
            having count(*) is distinct from bit_count(bit_or(1::ubigint << ({number} & 63)))
        )
        select {whole_key}, count(*) as times from {table} as {name}
        semi join crowded on {same} and {number} >> 6 is not distinct from crowded.set_of_64
        where {news}
        group by {whole_key} having count(*) > 1
"""
"""Rows of one key that ends with a line or a day. Those are bits, sixty-four a number; only where
there are fewer bits than rows are rows told apart: a third of the cost of telling all apart."""
_NUMBERS = {("line", "BIGINT"): "{0}.line", ("day", "DATE"): "({0}.day - date '2000-01-01')"}
_REMEDY = "A fault in the software and not in the logs: report it with the rows shown."
_WORDS = {
    COLUMNS: "Readers find columns by name and type; another shape is another version.",
    REQUIRED: "A row without these cannot be judged, and a join would lose it silently.",
    VALUES: "A value nobody defined falls through every rule and is judged by accident.",
    BOUNDS: "A count below zero or a share above one comes from a broken calculation.",
    KEY: "Two rows of one key count one thing twice.",
}


@cache
def of_table(table: str) -> tuple[Promise, ...]:
    """Give the contracts of a table, the shape first.

    Raises:
        KeyError: There is no such table.
    """
    contract = TABLES[table]
    selects = {
        COLUMNS: _columns(contract),
        REQUIRED: _required(contract),
        VALUES: _values(contract),
        BOUNDS: _bounds(contract),
        KEY: _key(contract),
    }
    return tuple(
        Promise(
            table=table,
            name=name,
            kind="contract",
            why=_WORDS[name],
            remedy=_REMEDY,
            blocking=True,
            sql=sql,
            parameters=(PROVEN,) if f"${PROVEN}" in sql else (),
            reads=(table,),
        )
        for name, sql in selects.items()
        if sql
    )


def only_grows(table: str) -> bool:
    """Tell whether rows of a table stay as they were delivered.

    >>> only_grows("raw.sessions"), only_grows("raw.deliveries"), only_grows("core.tutor_days")
    (True, False, False)
    """
    return TABLES[table].key == ("delivery_id", "line")


def _is_news(table: Table) -> str:
    if not only_grows(table.name):
        return "true"
    return f"(delivery_id > ${PROVEN} or delivery_id is null)"


def _columns(table: Table) -> str:
    schema, name = table.name.split(".", 1)
    expected = ", ".join(f"({_text(one.name)}, {_text(one.type)})" for one in table.columns)
    return f"""
        select column_name, contract.data_type as expected, standing.data_type as found
        from (values {expected}) as contract (column_name, data_type)
        full join (
            select column_name, data_type from duckdb_columns()
            where schema_name = {_text(schema)} and table_name = {_text(name)}
        ) as standing using (column_name)
        where contract.data_type is distinct from standing.data_type
    """  # noqa: S608 -- the contract's own names, quoted


def _required(table: Table) -> str:
    asked = [one for one in table.columns if one.required]
    return _rows(table, asked, [f"{one.name} is null" for one in asked])


def _values(table: Table) -> str:
    asked = [one for one in table.columns if one.values]
    return _rows(
        table, asked, [f"{one.name} not in ({', '.join(map(_text, one.values))})" for one in asked]
    )


def _bounds(table: Table) -> str:
    asked = [one for one in table.columns if one.low is not None or one.high is not None]
    below = [f"{one.name} < {one.low:g}" for one in asked if one.low is not None]
    above = [f"{one.name} > {one.high:g}" for one in asked if one.high is not None]
    return _rows(table, asked, below + above)


def _key(table: Table) -> str:
    if not table.key:
        return ""
    *others, last = table.key
    types = {column.name: column.type for column in table.columns}
    number = _NUMBERS.get((last, types[last]), "").format("counted")
    if others and number:
        same = (f"counted.{one} is not distinct from crowded.{one}" for one in others)
        return _SETS.format(
            key=", ".join(others),
            whole_key=", ".join(table.key),
            number=number,
            table=table.name,
            name="counted",
            news=_is_news(table),
            same=" and ".join(same),
        )
    key = ", ".join(table.key)
    return f"""
        select {key}, count(*) as times from {table.name}
        where {_is_news(table)}
        group by {key} having count(*) > 1
    """  # noqa: S608 -- the contract's own names


def _rows(table: Table, columns: list[Column], conditions: list[str]) -> str:
    if not conditions:
        return ""
    shown = ", ".join(dict.fromkeys((*table.key, *(one.name for one in columns))))
    return f"""
        select {shown} from {table.name}
        where {_is_news(table)} and ({" or ".join(conditions)})
    """  # noqa: S608 -- the contract's own names and values, quoted


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
