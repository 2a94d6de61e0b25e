"""The gate: what it costs to look at, what it tells, what it records, and how it fails."""

import json
import subprocess
import sys
from dataclasses import fields, replace

import pytest

from quality import gate, promises
from quality.gate import CheckResult
from tutor_reliability.tables import CHECK_RESULTS

HOSTILE = '</script><b>\'; drop table raw.sessions; --\\u2028\u2028\x00 "{batch}" 😀'
SOUND = CheckResult(
    table_name="raw.tutors",
    check_name="key_is_unique",
    kind="contract",
    why="It matters.",
    remedy="Mend it.",
    blocking=True,
    passed=True,
    unexpected=0,
    observed="no row breaks it",
    samples="[]",
)
RED = replace(SOUND, passed=False, unexpected=1)
AMBER = replace(RED, blocking=False)


def python(code):
    """Run code in a fresh interpreter and give what it printed, on both streams."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)


def promise(sql, **changes):
    values = {
        "table": "raw.tutors",
        "name": "made_up",
        "why": "It matters.",
        "remedy": "Mend it.",
        "blocking": True,
        "sql": sql,
        **changes,
    }
    return promises.Promise(**values)


@pytest.fixture
def only_promise(monkeypatch):
    """Make a promise the only one there is."""

    def make(sql, **changes):
        monkeypatch.setattr(promises, "load", lambda: (promise(sql, **changes),))

    return make


@pytest.mark.parametrize("module", ["quality.gate", "quality.asset_checks"])
def test_great_expectations_is_not_imported_before_a_check_runs(module):
    heavy = python(
        f"import sys, {module} as m; from quality import gate, contracts; "
        "[gate.checks_of(table) for table in gate.CHECKED_TABLES]; "
        "print(sorted(sys.modules.keys() & {'great_expectations', 'pandas', 'sqlalchemy'}))"
    )

    assert "great_expectations" not in heavy.stdout
    assert "pandas" not in heavy.stdout


def test_the_gate_needs_no_dagster():
    loaded = python("import sys, quality.gate; print('dagster' in sys.modules)")

    assert loaded.stdout == "False\n"


def test_a_check_prints_nothing_and_leaves_nothing_open():
    code = (
        "from datetime import UTC, date, datetime\n"
        "from quality import gate, limits\n"
        "from tutor_reliability.warehouse import Warehouse\n"
        "night = dict.fromkeys(limits.asked_of_the_night())\n"
        "with Warehouse(None).open() as opened:\n"
        "    gate.run_checks(opened.con, ['raw.tutors'], night)\n"
    )

    ran = python(code)

    assert (ran.stdout, ran.stderr) == ("", "")


def test_more_rows_than_the_library_fetches_are_counted(room, only_promise):
    only_promise("select n as row_no from range(1234) as numbers (n)")

    result = room.check_one("raw.tutors", "made_up")

    assert result.unexpected == 1234
    assert result.observed == "1,234 rows break it, such as row_no 0"
    assert len(json.loads(result.samples)) == 5


def test_samples_are_the_same_on_each_run(room, only_promise):
    only_promise("select hash(n) % 1000 as code from range(5000) as numbers (n)")

    first = room.check_one("raw.tutors", "made_up")

    assert all(room.check_one("raw.tutors", "made_up") == first for _ in range(3))


def test_a_promise_that_cannot_be_run_is_our_bug_and_no_verdict(own_room, only_promise):
    only_promise("select no_such_column from raw.tutors")

    with pytest.raises(
        gate.BrokenCheckError, match=r"raw.tutors made_up: cannot be evaluated.*no_such_column"
    ):
        own_room.check("raw.tutors")


def test_a_promise_that_fails_on_a_value_is_our_bug_and_no_verdict(own_room, only_promise):
    only_promise("select 'x'::integer as number")

    with pytest.raises(gate.BrokenCheckError, match="'x' to INT32"):
        own_room.check("raw.tutors")


def test_a_parameter_nobody_brings_is_our_bug_and_no_verdict(own_room, only_promise):
    only_promise("select 1 as one where 1 < $unheard_of", parameters=("unheard_of",))

    with pytest.raises(gate.BrokenCheckError, match="unheard_of"):
        own_room.check("raw.tutors")


@pytest.mark.parametrize(
    ("sql", "sample"),
    [
        pytest.param("select {'a': '{batch}'} as it", {"it": {"a": "{batch}"}}, id="braces"),
        pytest.param("select ':name'::varchar as it", {"it": ":name"}, id="colons"),
        pytest.param(r"select '%s %(a)s ? \:' as it", {"it": r"%s %(a)s ? \:"}, id="other marks"),
        pytest.param("select 1 as it order by it limit 1", {"it": 1}, id="order and limit"),
    ],
)
def test_sql_reaches_duckdb_as_written(room, only_promise, sql, sample):
    only_promise(f"{sql.replace('select', 'select * from (select')}) where it is not null")

    result = room.check_one("raw.tutors", "made_up")

    assert result.unexpected == 1
    assert json.loads(result.samples) == [sample]


def test_text_written_to_do_harm_is_only_text(room):
    room.con.execute(
        "insert into raw.tutors (tutor_id, display_name, row_hash, delivery_id, line, known_at) "
        "values ($hostile, 'x', 7, null, 1, $known_until)",
        {"hostile": HOSTILE, "known_until": room.night["known_until"]},
    )

    result = room.check_one("raw.tutors", "required_columns_are_filled")
    gate.record(room.con, [result])

    [stored] = room.con.execute("select samples from quality.results").fetchone()
    assert json.loads(stored)[0]["tutor_id"] == HOSTILE
    assert json.loads(stored)[0]["delivery_id"] is None


def test_long_text_is_cut_and_odd_numbers_are_words(room, only_promise):
    only_promise("select repeat('x', 100000) as text, 'nan'::double as number")

    result = room.check_one("raw.tutors", "made_up")

    [sample] = json.loads(result.samples, parse_constant=pytest.fail)
    assert len(sample["text"]) == 200
    assert sample["text"].endswith("…")
    assert sample["number"] == "nan"


def test_the_transaction_of_the_night_is_seen_and_left_alone(room, only_promise):
    only_promise("select tutor_id from raw.tutors")
    room.run("insert into raw.tutors (tutor_id) values ('t')")

    assert room.check_one("raw.tutors", "made_up").unexpected == 1
    room.run("insert into raw.tutors (tutor_id) values ('u')")
    assert room.check_one("raw.tutors", "made_up").unexpected == 2


def test_several_tables_are_checked_in_order(room):
    results = gate.run_checks(room.con, ["raw.tutors", "raw.feedback"], room.night)

    assert list(dict.fromkeys(one.table_name for one in results)) == ["raw.tutors", "raw.feedback"]
    assert {one.check_name for one in results} >= {"key_is_unique", "columns_are_the_contract"}


def test_a_table_without_a_contract_is_refused(room):
    with pytest.raises(KeyError, match=r"raw\.typo"):
        room.check("raw.typo")


@pytest.mark.parametrize(
    ("results", "state"),
    [
        pytest.param([], "green", id="nothing ran"),
        pytest.param([SOUND, SOUND], "green", id="all hold"),
        pytest.param([SOUND, AMBER], "amber", id="a warning"),
        pytest.param([AMBER, RED, SOUND], "red", id="a blocking one among warnings"),
    ],
)
def test_state(results, state):
    assert gate.state(results) == state


def test_names_of_what_is_red_and_amber():
    assert gate.failed([SOUND, AMBER, RED]) == ["raw.tutors key_is_unique"]
    assert gate.warned([SOUND, AMBER, AMBER]) == ["raw.tutors key_is_unique"] * 2


def test_a_result_has_the_columns_of_its_table():
    assert [field.name for field in fields(CheckResult)] == [
        column.name for column in CHECK_RESULTS.columns
    ]


def recorded(room):
    return room.con.execute(
        "select table_name, check_name, passed from quality.results order by all"
    ).fetchall()


def test_recording_replaces_what_was_said_before(room):
    other = replace(SOUND, table_name="raw.feedback")

    assert gate.record(room.con, [SOUND, other]) == 2
    assert gate.record(room.con, [RED]) == 1

    assert recorded(room) == [
        ("raw.feedback", "key_is_unique", True),
        ("raw.tutors", "key_is_unique", False),
    ]


def test_recording_forgets_checks_that_no_longer_exist(room):
    gone = replace(SOUND, check_name="an_old_promise")
    elsewhere = replace(gone, table_name="raw.feedback")
    not_run = replace(SOUND, check_name="columns_are_the_contract")
    gate.record(room.con, [gone, elsewhere, not_run])

    gate.record(room.con, [SOUND])

    assert recorded(room) == [
        ("raw.feedback", "an_old_promise", True),
        ("raw.tutors", "columns_are_the_contract", True),
        ("raw.tutors", "key_is_unique", True),
    ]


def test_what_is_recorded_is_what_was_found(room):
    result = replace(RED, observed="“1 row”, ' ; \\ 😀", samples=json.dumps([{"a": HOSTILE}]))

    gate.record(room.con, [result])

    [row] = room.con.execute("from quality.results").fetchall()
    assert (
        CheckResult(**dict(zip([one.name for one in CHECK_RESULTS.columns], row, strict=True)))
        == result
    )
