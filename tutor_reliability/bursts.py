"""Which burst the sessions of a case belong to: many sessions ended at once are one thing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor_reliability.warehouse import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A burst, as in core.bulk_events, without its sessions."""

    bulk_id: str
    actor: str
    sessions: int
    tutors: int


def bursts_by_session(opened: Opened, session_ids: Sequence[str]) -> dict[str, Burst]:
    """Read core.bulk_events, by each of some sessions that one holds."""
    if not session_ids:
        return {}
    rows = opened.con.execute(
        "select session_id, bulk_id, actor, sessions, tutors from ("
        "select unnest(session_ids) as session_id, * from core.bulk_events"
        ") where session_id in (select unnest($sessions))",
        {"sessions": list(session_ids)},
    ).fetchall()
    return {
        session_id: Burst(bulk_id=bulk_id, actor=actor, sessions=sessions, tutors=tutors)
        for session_id, bulk_id, actor, sessions, tutors in rows
    }


def burst_of(session_ids: Sequence[str], bursts: Mapping[str, Burst]) -> tuple[Burst, int] | None:
    """Give the burst that most of some sessions belong to, and how many of them do."""
    counted = Counter(bursts[one] for one in session_ids if one in bursts)
    if not counted:
        return None
    return min(counted.items(), key=lambda item: (-item[1], item[0].bulk_id))


def burst_words(session_ids: Sequence[str], burst: Burst, of_it: int) -> str:
    """Say that sessions of a case are of one burst; one event, not so many."""
    others = f" of {burst.tutors} tutors" if burst.tutors > 1 else ""
    return (
        f"{of_it} of these {len(session_ids)} are one event: {burst.actor} ended {burst.sessions} "
        f"sessions{others} at once."
    )
