"""The ledger keeps what people decided: nothing is changed, nothing is lost, a reader sees all."""

import sqlite3
from datetime import date

import pytest

from tutor_reliability.errors import HomeStateError
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
    con = sqlite3.connect(ledger.path)
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        con.execute(change)
    con.close()
    assert len(ledger.decisions(until=date(2026, 6, 1))) == 1


def test_a_damaged_file_is_said_in_one_line(ledger) -> None:
    ledger.path.write_bytes(b"this is no database, whatever its name says" * 50)
    with pytest.raises(HomeStateError, match=r"ledger\.sqlite") as caught:
        ledger.decisions(until=date(2026, 6, 1))
    assert "\n" not in str(caught.value)
