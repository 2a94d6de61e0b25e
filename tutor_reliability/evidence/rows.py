"""Rows of the tables of evidence as sentences, pages and `explain` read them; no arithmetic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

COUNTED, SAME_SPELL, EXCUSED, INCIDENT = "counted", "same_spell", "excused", "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One row of review.signals; see its contract for what each figure means."""

    tutor_id: str
    as_of: date
    signal: str
    enough: bool
    chance: float | None
    reference: float | None
    events: float
    trials: float
    load: float
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    since: date | None
    chance_of_change: float | None
    now_events: float
    now_trials: float
    before_events: float
    before_trials: float
    once_in: float | None
    spells: int
    spell_sessions: int
    unscored_sessions: int
    students: int
    clean_weeks: int | None
    clean_chance: float | None

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "Signal":
        """Read it from a row of the table; further columns are left out."""
        return cls(**{one.name: row[one.name] for one in fields(cls)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of review.signal_events: a session that a signal looked at."""

    session_id: str
    day: date
    spell_no: int | None
    event: float
    load: float
    treatment: str
    chance_without: float | None

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "Event":
        """Read it from a row of the table; further columns are left out."""
        return cls(**{one.name: row[one.name] for one in fields(cls)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """What happened as one thing: a session by itself, or the sessions of a spell."""

    first: date
    last: date
    sessions: tuple[str, ...]
    events: float
    chance_without: float | None

    @property
    def is_spell(self) -> bool:
        """Whether several sessions were counted once."""
        return len(self.sessions) > 1


def episodes(events: Iterable[Event]) -> list[Episode]:
    """Join what counts into episodes, oldest first; what does not count is left out."""
    found: dict[tuple[str, object], list[Event]] = {}
    for one in sorted(events, key=lambda event: (event.day, event.session_id)):
        if one.treatment in (COUNTED, SAME_SPELL):
            key = ("spell", one.spell_no) if one.spell_no is not None else ("at", one.session_id)
            found.setdefault(key, []).append(one)
    return [_joined(group) for group in found.values()]


def _joined(group: list[Event]) -> Episode:
    known = [one.chance_without for one in group if one.chance_without is not None]
    return Episode(
        first=group[0].day,
        last=group[-1].day,
        sessions=tuple(one.session_id for one in group),
        events=sum(one.event for one in group),
        chance_without=known[0] if known else None,
    )
