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


def of(kind):
    """Give the tables that have a contract of that kind."""
    return [
        table
        for table in gate.CHECKED_TABLES
        if kind in {check.name for check in contracts.of_table(table)}
    ]


def columns(table, wanted):
    return [column for column in TABLES[table].columns if wanted(column)]


@pytest.mark.parametrize("table", gate.CHECKED_TABLES)
def test_a_sound_row_breaks_no_contract(room, table):
    insert(room, table)

    results = [one for one in room.check(table) if one.kind == "contract"]

    assert [one.check_name for one in results] == [one.name for one in contracts.of_table(table)]
    assert [one.check_name for one in results if not one.passed] == []


@pytest.mark.parametrize("table", of(contracts.REQUIRED))
def test_each_required_column_left_empty_is_found(room, table):
    required = columns(table, lambda column: column.required)
    insert(room, table)
    for column in required:
        insert(room, table, **{column.name: None})

    assert room.check_one(table, contracts.REQUIRED).unexpected == len(required)


def test_an_empty_required_column_shows_in_the_sample(room):
    insert(room, "mart.tutors", tutor_id=None)

    result = room.check_one("mart.tutors", contracts.REQUIRED)

    assert result.samples == '[{"tutor_id": null}]'
    assert result.observed == "1 row breaks it, such as tutor_id unknown"


@pytest.mark.parametrize("table", of(contracts.VALUES))
def test_each_unknown_value_is_found(room, table):
    listed = columns(table, lambda column: column.values)
    insert(room, table, **{column.name: None for column in listed})
    for column in listed:
        insert(room, table, **{column.name: "no such value"})

    assert room.check_one(table, contracts.VALUES).unexpected == len(listed)


@pytest.mark.parametrize("table", of(contracts.BOUNDS))
def test_each_number_out_of_bounds_is_found(room, table):
    low = columns(table, lambda column: column.low is not None)
    high = columns(table, lambda column: column.high is not None)
    fractions = [column for column in high if column.type == "DOUBLE"]
    insert(room, table, **{column.name: column.low for column in low})
    insert(room, table, **{column.name: column.high for column in high})
    for column in low:
        insert(room, table, **{column.name: column.low - 1})
    for column in high:
        insert(room, table, **{column.name: column.high + (1e-6 if column in fractions else 1)})
    for column in fractions:
        insert(room, table, **{column.name: float("nan")})

    result = room.check_one(table, contracts.BOUNDS)

    assert result.unexpected == len(low) + len(high) + len(fractions)


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
