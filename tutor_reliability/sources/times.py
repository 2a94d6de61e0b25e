"""Times as platforms write them, compared; whoever judges them is `landing`."""

from datetime import datetime


def instant(text: str) -> datetime | None:
    """Read an ISO time that states its offset; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def minutes_between(start: str, end: str) -> str:
    """Give the whole minutes between two times as text; "" where one of them is no time.

    >>> minutes_between("2026-03-01T10:00:00Z", "2026-03-01T11:30:00Z")
    '90'
    """
    first, last = instant(start), instant(end)
    if first is None or last is None:
        return ""
    return str(int((last - first).total_seconds() // 60))


def is_before(first: str, second: str) -> bool:
    """Tell whether both are times and the first is not after the second."""
    earlier, later = instant(first), instant(second)
    return earlier is not None and later is not None and earlier <= later
