"""The chances that a story gives instead of having its evidence weighed, as review.signal_points.

A point of a rate names the late sessions of the story so far; one of a side detector, all that did
not take place.
"""

from datetime import date, timedelta

from tutor_reliability.policy.model import Story
from tutor_reliability.policy_examples.facts import DAY_ZERO
from tutor_reliability.tables import RATE_SIGNALS
from tutor_reliability.warehouse import Opened

_SESSIONS = """
select session_id
from core.session_outcomes
where tutor_id = $tutor and session_day <= $day and not provisional
    and (in_late or ($every and event <> 'completed'))
order by session_day, session_id
"""
_FORGET = "delete from review.signal_points where tutor_id = $tutor"


def give_chances(opened: Opened, tutor: str, story: Story, *, as_of: date) -> None:
    """Write the chances of a story up to a night in the place of what was weighed."""
    if not story.chances:
        return
    opened.con.execute(_FORGET, {"tutor": tutor})
    rows: list[dict[str, object]] = []
    for one in story.chances:
        day = DAY_ZERO + timedelta(days=one.day)
        if day > as_of:
            continue
        every = one.signal not in RATE_SIGNALS
        asked = {"tutor": tutor, "day": day, "every": every}
        named = [session for (session,) in opened.con.execute(_SESSIONS, asked).fetchall()]
        rows.append(
            {
                "tutor_id": tutor,
                "signal": one.signal,
                "day": day,
                "chance": one.chance,
                "events": len(named),
                "session_ids": named,
            }
        )
    opened.add("review.signal_points", rows)
