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
