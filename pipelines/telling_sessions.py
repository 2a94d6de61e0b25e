"""How `explain` tells of one session: where it stands tonight, and why it counts or does not."""

from collections.abc import Iterator
from datetime import datetime

from tutor_reliability.answers import Row, SessionExplanation
from tutor_reliability.policy.words.sessions import blame_words

_EVENTS = {
    "upcoming": "it starts after the as-of date",
    "unreported": "its start is over, and no row says what became of it",
}
_EXCUSES = {
    "pending": "its excuse waits for a decision",
    "rejected": "its excuse was rejected",
    "over_cap": "its excuse was accepted, but more often than the policy allows",
}


def session_lines(found: SessionExplanation, *, told: str) -> Iterator[str]:
    """Tell of one session; `told` is its line as the tutor's list has it."""
    yield f"As of {found.run.as_of}, run {found.run.run_id}"
    if found.session is None:
        yield f"{found.session_id}: in no table, for no row of it could be kept"
    else:
        row = found.session
        yield told
        market = f", market {row['market']}" if row["market"] else ""
        yield (
            f"  tutor {row['tutor_id'] or 'not named in the log'}, judged by "
            f"{row['policy_id']} {row['policy_version']}{market}"
        )
        for reason in standing(row):
            yield f"  {reason}"
    for one in found.rejected:
        yield (
            f"  rejected: {one['file']}:{one['line']}, {one['log']}, {one['reason']}: "
            f"{one['detail']}"
        )


def standing(row: Row) -> Iterator[str]:
    """Say what a session counts for tonight, and what decides it."""
    if row["in_late"]:
        yield "counts, as late"
    elif row["in_exposure"]:
        yield "counts, not as late"
    else:
        yield f"is not counted in the rate: {_why_not(row)}"
    excuse = _EXCUSES.get(str(row["excuse"]))
    if excuse:
        yield excuse
    if row["notice"] in ("unknown", "uncertain"):
        yield f"its notice is {row['notice']}"


def _why_not(row: Row) -> str:
    if str(row["event"]) in _EVENTS:
        return _EVENTS[str(row["event"])]
    if row["excused"]:
        return _excused(row)
    if row["provisional"]:
        return _provisional(row)
    if row["cured_by"]:
        return f"session {row['cured_by']} takes its place"
    return f"the policy's rate leaves out {row['outcome']}, {blame_words(str(row['blame']))}"


def _excused(row: Row) -> str:
    meters = row["excused_from"]
    assert isinstance(meters, list)  # noqa: S101 - a list column
    left = "all meters" if "*" in meters else ", ".join(map(str, meters))
    by = "an amnesty covers it" if row["excuse"] == "amnesty" else "its excuse was accepted"
    return f"{by}, which takes it out of {left}"


def _provisional(row: Row) -> str:
    settles = row["settles_at"]
    until = f"until {settles:%Y-%m-%d %H:%M} UTC" if isinstance(settles, datetime) else "yet"
    return f"not settled {until}; a rebooking or an excuse may still change it"
