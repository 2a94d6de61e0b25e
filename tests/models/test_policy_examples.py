"""Each sentence that a built-in policy quotes gives what the policy says, through the real SQL."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, ContactRow, Log, SessionRow
from tutor_reliability.policy import load
from tutor_reliability.policy.model import Example

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
LONG_AFTER = Night(as_of=date(2026, 12, 31), timezone="UTC")
KNOWN = START - timedelta(days=60)
STATUS = {"interrupted": "interrupted", "no_show": "no_show_tutor", "completed": "completed"}
GIVEN = {
    "event",
    "by",
    "on_behalf_of",
    "notice_hours",
    "notice_seconds",
    "channel",
    "reason",
    "inside_availability",
    "moved_later_hours",
    "rebooked_after_hours",
    "contact",
}
SAID = {"channel", "reason", "decision", "hours_after_start"}
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example.quote[:60]}")
    for name in ("itutor", "talaera")
    for example in load(name).examples
]


def cancelled_at(given: dict) -> datetime | None:
    if "notice_seconds" in given:
        return START - timedelta(seconds=given["notice_seconds"])
    if "notice_hours" in given:
        return START - timedelta(hours=given["notice_hours"])
    return None


def log_of(example: Example) -> Log:
    """Build the smallest log that tells what an example gives."""
    given = example.given
    assert set(given) <= GIVEN, "an example may only give what this test understands"
    assert set(given.get("contact", {})) <= SAID, "so may its message to support"
    event = given["event"]
    ended = event in ("cancelled", "rescheduled")
    at = cancelled_at(given)
    session = SessionRow(
        session_id="s",
        tutor_id="T",
        student_id="p",
        scheduled_start=START + timedelta(hours=given.get("moved_later_hours", 0)),
        original_start=START,
        booked_at=KNOWN,
        status="cancelled" if ended else STATUS[event],
        inside_availability=given.get("inside_availability"),
        known_at=KNOWN,
        order=1,
    )
    row = CancellationRow(
        event_id="e",
        session_id="s",
        initiator=given.get("by", "unknown"),
        on_behalf_of=given.get("on_behalf_of"),
        cancelled_at=at,
        kind=event if ended else "cancelled",
        channel=given.get("channel"),
        reason_code=given.get("reason"),
        known_at=KNOWN,
        order=2,
    )
    sessions = [session]
    if "rebooked_after_hours" in given:
        booked = at + timedelta(hours=given["rebooked_after_hours"])
        sessions.append(
            SessionRow(
                session_id="r",
                tutor_id="T",
                student_id="p",
                scheduled_start=START + timedelta(days=3),
                booked_at=booked,
                status="completed",
                known_at=booked,
                order=3,
            )
        )
    contact = given.get("contact")
    messages = (
        (
            ContactRow(
                contact_id="c",
                session_id="s",
                contacted_at=START + timedelta(hours=contact["hours_after_start"]),
                channel=contact["channel"],
                reason_code=contact.get("reason"),
                decision=contact.get("decision"),
                known_at=KNOWN,
                order=4,
            ),
        )
        if contact
        else ()
    )
    by_somebody = ended or "by" in given
    return Log(
        sessions=tuple(sessions),
        cancellations=(row,) if by_somebody else (),
        contacts=messages,
    )


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_quoted_sentence_holds(world, name, example) -> None:
    world.deliver(log_of(example))
    world.judge(load(name), LONG_AFTER)
    (found,) = world.rows(
        "select outcome, in_late from core.session_outcomes where session_id = 's'"
    )
    assert found["outcome"] == example.outcome
    if example.counts is not None:
        assert found["in_late"] == example.counts


@pytest.mark.parametrize("name", ["itutor", "talaera"])
def test_a_built_in_policy_has_examples_of_both_sides_of_its_line(name) -> None:
    counted = {example.counts for example in load(name).examples}
    assert counted >= {True, False}
