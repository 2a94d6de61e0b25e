"""Each kind of contract is broken by one wrong value, in each table and column that has it."""

from datetime import UTC, date, datetime

import pytest

from quality import contracts, gate
from tutor_reliability.tables import TABLES

EXAMPLES = {
    "VARCHAR": "x",
    "VARCHAR[]": ["x"],
    "BOOLEAN": True,
    "DATE": date(2026, 3, 31),
    "TIMESTAMP WITH TIME ZONE": datetime(2026, 3, 31, tzinfo=UTC),
    "INTEGER": 1,
    "BIGINT": 1,
    "DOUBLE": 0.5,
}


def sound_row(table):
    return {
        column.name: column.values[0] if column.values else EXAMPLES[column.type]
        for column in TABLES[table].columns
    }


def insert(room, table, **changes):
    row = sound_row(table) | changes
    marks = ", ".join(f"${name}" for name in row)
    room.con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", row)


def columns(wanted):
    return [
        pytest.param(table, column, id=f"{table}.{column.name}")
        for table in gate.CHECKED_TABLES
        for column in TABLES[table].columns
        if wanted(column)
    ]


def of(name):
    """Give the tables that have a contract of that kind."""
    return [
        table
        for table in gate.CHECKED_TABLES
        if name in {check.name for check in contracts.of_table(table)}
    ]


@pytest.mark.parametrize("table", gate.CHECKED_TABLES)
def test_a_sound_row_breaks_no_contract(room, table):
    insert(room, table)

    results = [one for one in room.check(table) if one.kind == "contract"]

    assert [one.check_name for one in results] == [one.name for one in contracts.of_table(table)]
    assert [one.check_name for one in results if not one.passed] == []


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.required))
def test_a_required_column_left_empty_is_found(room, table, column):
    insert(room, table, **{column.name: None})

    result = room.check_one(table, contracts.REQUIRED)

    assert result.unexpected == 1
    assert f'"{column.name}": null' in result.samples


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.values))
def test_an_unknown_value_is_found(room, table, column):
    insert(room, table, **{column.name: "no such value"})

    assert room.check_one(table, contracts.VALUES).unexpected == 1


@pytest.mark.parametrize(
    ("table", "column"), columns(lambda column: column.values and not column.required)
)
def test_no_value_is_none_that_is_unknown(room, table, column):
    insert(room, table, **{column.name: None})

    assert room.check_one(table, contracts.VALUES).passed


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.low is not None))
def test_a_number_below_its_bound_is_found(room, table, column):
    insert(room, table, **{column.name: column.low})
    assert room.check_one(table, contracts.BOUNDS).passed

    insert(room, table, **{column.name: column.low - 1})
    assert room.check_one(table, contracts.BOUNDS).unexpected == 1


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.high is not None))
def test_a_number_above_its_bound_is_found(room, table, column):
    insert(room, table, **{column.name: column.high})
    assert room.check_one(table, contracts.BOUNDS).passed

    insert(room, table, **{column.name: column.high + 1e-6})
    insert(room, table, **{column.name: float("nan")})
    assert room.check_one(table, contracts.BOUNDS).unexpected == 2


@pytest.mark.parametrize("table", of(contracts.KEY))
def test_a_key_that_occurs_twice_is_found(room, table):
    insert(room, table)
    assert room.check_one(table, contracts.KEY).passed

    insert(room, table)
    assert room.check_one(table, contracts.KEY).unexpected == 1


@pytest.mark.parametrize("table", ["raw.sessions", "mart.tutor_rates"])
@pytest.mark.parametrize(
    ("change", "sample"),
    [
        (
            "add column extra varchar",
            '"column_name": "extra", "expected": null, "found": "VARCHAR"',
        ),
        ("drop column {}", '"expected": "VARCHAR", "found": null'),
        ("alter column {} type blob", '"expected": "VARCHAR", "found": "BLOB"'),
    ],
    ids=["a column more", "a column less", "another type"],
)
def test_another_shape_is_found(room, table, change, sample):
    room.run(f"alter table {table} {change.format('tutor_id')}")

    result = room.check_one(table, contracts.COLUMNS)

    assert result.unexpected == 1
    assert sample in result.samples


def test_a_table_of_another_shape_is_red_for_its_shape_alone(own_room):
    own_room.run("alter table raw.sessions drop column tutor_id")

    results = own_room.check("raw.sessions")

    assert gate.failed(results) == [
        "raw.sessions columns_are_the_contract",
        "raw.sessions there_are_sessions",
    ]
    assert "tutor_is_known" not in {one.check_name for one in results}


def test_contracts_of_all_kinds_block():
    found = [one for table in gate.CHECKED_TABLES for one in contracts.of_table(table)]

    assert all(one.blocking and one.why and one.remedy for one in found)
    assert {one.name for one in found} == {
        contracts.COLUMNS,
        contracts.REQUIRED,
        contracts.VALUES,
        contracts.BOUNDS,
        contracts.KEY,
    }
