"""The ledger keeps what people decided: nothing is changed, nothing is lost, a reader sees all."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from tutor_reliability.errors import HomeBusyError, HomeStateError
from tutor_reliability.ledger import Decision, Ledger

DECISION = Decision(
    action="pause",
    tutor_id="T",
    case_id="review_count-20260601-abc123",
    decided_by="Grace",
    reason="no answer",
    effective_on=date(2026, 6, 1),
    until=date(2026, 7, 1),
    run_id="r",
    recorded_at="2026-06-01T09:00:00+00:00",
)


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite")


def test_what_was_recorded_is_read_back(ledger) -> None:
    assert ledger.record(DECISION) == 1
    (found,) = ledger.decisions(until=date(2026, 6, 1))
    assert found.reason == "no answer"
    assert (found.decision_id, found.effective_on, found.until) == (
        1,
        date(2026, 6, 1),
        date(2026, 7, 1),
    )


def test_a_past_night_does_not_know_later_decisions(ledger) -> None:
    ledger.record(DECISION)
    assert ledger.decisions(until=date(2026, 5, 31)) == []


def test_a_home_without_decisions_has_none_and_no_file(ledger) -> None:
    assert ledger.decisions(until=date(2026, 6, 1)) == []
    assert not ledger.path.exists()


@pytest.mark.parametrize("change", ["update decisions set reason = 'x'", "delete from decisions"])
def test_the_file_itself_refuses_to_forget(ledger, change) -> None:
    ledger.record(DECISION)
    with (
        closing(sqlite3.connect(ledger.path)) as con,
        pytest.raises(sqlite3.IntegrityError, match="never"),
    ):
        con.execute(change)
    assert len(ledger.decisions(until=date(2026, 6, 1))) == 1


def test_a_damaged_file_is_said_in_one_line(ledger) -> None:
    ledger.path.write_bytes(b"this is no database, whatever its name says" * 50)
    with pytest.raises(HomeStateError, match=r"ledger\.sqlite") as caught:
        ledger.decisions(until=date(2026, 6, 1))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", [{"decided_by": " "}, {"reason": ""}, {"action": "ban"}])
def test_a_decision_needs_a_person_their_words_and_a_known_action(ledger, missing) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        ledger.record(replace(DECISION, **missing))
    assert ledger.decisions(until=date(2026, 6, 1)) == []


def test_decisions_come_in_the_order_they_were_recorded(ledger) -> None:
    ledger.record(DECISION)
    ledger.record(replace(DECISION, action="lift", until=None, effective_on=date(2026, 5, 1)))
    found = ledger.decisions(until=date(2026, 6, 1))
    assert [(one.decision_id, one.action) for one in found] == [(1, "pause"), (2, "lift")]


def test_a_ledger_that_another_writes_is_busy_not_damaged(ledger) -> None:
    ledger.record(DECISION)
    with closing(sqlite3.connect(ledger.path)) as other:
        other.execute("begin immediate")
        with pytest.raises(HomeBusyError, match="another process"):
            Ledger(ledger.path, patience_seconds=0).record(DECISION)
        assert len(ledger.decisions(until=date(2026, 6, 1))) == 1


BEFORE_RELEASES = """
create table decisions (
    decision_id integer primary key autoincrement,
    action text not null check (action in ('dismiss', 'uphold', 'pause', 'lift', 'excuse')),
    case_id text,
    tutor_id text not null,
    session_id text,
    decided_by text not null check (trim(decided_by) <> ''),
    reason text not null check (trim(reason) <> ''),
    effective_on text not null,
    until text,
    run_id text not null,
    recorded_at text not null
);
create trigger decisions_are_never_changed before update on decisions
begin select raise(abort, 'decisions are never changed; record a later one'); end;
create trigger decisions_are_never_removed before delete on decisions
begin select raise(abort, 'decisions are never removed; record a later one'); end;
insert into decisions (
    decision_id, action, tutor_id, decided_by, reason, effective_on, run_id, recorded_at
) values (7, 'lift', 'T', 'Grace', 'called', '2026-06-01', 'r', '2026-06-01T09:00:00+00:00');
"""


def test_a_ledger_from_before_releases_opens_with_all_it_holds(ledger) -> None:
    with closing(sqlite3.connect(ledger.path)) as con:
        con.executescript(BEFORE_RELEASES)
    released = replace(DECISION, action="release", until=None, event="course_done")
    assert ledger.record(released) == 8
    old, new = ledger.decisions(until=date(2026, 6, 1))
    assert (old.decision_id, old.action, old.reason, old.event) == (7, "lift", "called", None)
    assert (new.action, new.event) == ("release", "course_done")
    with closing(sqlite3.connect(ledger.path)) as con:
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            con.execute("delete from decisions")
        assert con.execute("select name from sqlite_master where type = 'table'").fetchall() == [
            ("sqlite_sequence",),
            ("decisions",),
        ]


@pytest.mark.parametrize("wrong", [{"action": "release"}, {"event": "course_done"}])
def test_a_release_says_what_has_happened_and_nothing_else_does(ledger, wrong) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        ledger.record(replace(DECISION, **wrong))
