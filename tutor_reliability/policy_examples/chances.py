"""The chances that a story gives instead of having evidence weighed, as rows of its tables.

A point of a rate names the late sessions of the story so far; one of a side detector, all that did
not take place.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tutor_reliability.policy.model import Story, StoryChance
from tutor_reliability.policy_examples.facts import DAY_ZERO, Row
from tutor_reliability.tables import RATE_SIGNALS
from tutor_reliability.warehouse import Opened

_SESSIONS = """
select session_id, session_day
from core.session_outcomes
where tutor_id = $tutor and session_day <= $day and not provisional
    and (in_late or ($every and event <> 'completed'))
order by session_day, session_id
"""
_TABLES = ("review.signal_points", "review.signal_events")


def give_chances(opened: Opened, tutor: str, story: Story, *, as_of: date) -> None:
    """Write the chances of a story up to a night in the place of what was weighed."""
    if not story.chances:
        return
    for table in _TABLES:
        opened.con.execute(f"delete from {table} where tutor_id = $tutor", {"tutor": tutor})  # noqa: S608
    for one in story.chances:
        if DAY_ZERO + timedelta(days=one.day) <= as_of:
            points, events = _rows(opened, tutor, one)
            opened.add("review.signal_points", points)
            opened.add("review.signal_events", events)


def _rows(opened: Opened, tutor: str, one: StoryChance) -> tuple[list[Row], list[Row]]:
    """Give the point of a chance, and what it would be without that day's sessions."""
    day = DAY_ZERO + timedelta(days=one.day)
    asked = {"tutor": tutor, "day": day, "every": one.signal not in RATE_SIGNALS}
    sessions = opened.con.execute(_SESSIONS, asked).fetchall()
    whose: Row = {"tutor_id": tutor, "signal": one.signal, "day": day}
    named = [session for session, _ in sessions]
    point = whose | {"chance": one.chance, "events": len(named), "session_ids": named}
    return [point], list(_without(whose, one, [name for name, on in sessions if on == day]))


def _without(whose: Row, one: StoryChance, sessions: list[str]) -> Iterator[Row]:
    for name in sessions if one.without is not None else ():
        yield whose | {
            "session_id": name,
            "spell_no": None,
            "event": 1.0,
            "load": 1.0,
            "treatment": "counted",
            "chance_without": one.without,
        }
