"""Working days counted once, by plain arithmetic, one after the other: what `explain` shows.

The same as `collapse` does for all tutors at once, written a second time and without a library, so
that a figure can be followed with pencil and paper, and each of the two checks the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tutor_reliability.policy.model import Evidence

_PARTS = 4096
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with sessions, as core.tutor_days has it; excused late ones apart from the exposure.

    `load` is what all of them weigh, the excused included.
    """

    day: date
    exposure: float
    late: float
    excused: float
    load: float

    @property
    def sessions(self) -> float:
        """Sessions that could have been late, whatever was excused."""
        return self.exposure + self.excused

    @property
    def a_session(self) -> float:
        """What one of them weighs on the average."""
        return self.load / self.sessions

    @property
    def with_nothing_excused(self) -> "Day":
        """The day as it happened."""
        return replace(self, exposure=self.sessions, late=self.late + self.excused, excused=0.0)

    def is_wiped(self, share: float) -> bool:
        """Tell whether the day was mostly or wholly lost."""
        lost = self.late + self.excused
        return lost > 0 and lost >= self.sessions * share - _ROUNDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """What a day counts in the two rates: events, trials and load, by sessions and by days.

    `spell` is the first day of the spell it is of; the day itself where it was taught.
    """

    day: date
    spell: date
    late_events: float
    sessions: float
    load: float
    lost: float
    days: float
    day_load: float


def counted_once(days: Sequence[Day], terms: Evidence) -> list[Once]:
    """Count the days of a tutor, those of a spell once, on its first day, and its second in part.

    Args:
        days: Every day with sessions, by day.
        terms: The numbers of the policy's `[evidence]`.
    """
    found: list[Once] = []
    for spell in _spells(days, terms):
        if not spell[0].is_wiped(terms.wiped_share):
            found.append(_as_it_was(spell[0]))
        else:
            found += [_as_one(spell), *_second(spell, exact(terms.second_day))]
    return found


def _spells(days: Sequence[Day], terms: Evidence) -> list[list[Day]]:
    """Chain wiped-out days that follow each other closely; every other day stands alone."""
    gap, longest = terms.longest_gap.days, terms.longest_spell.days
    found: list[list[Day]] = []
    for one in days:
        last = found[-1] if found else []
        joins = (
            bool(last)
            and one.is_wiped(terms.wiped_share)
            and last[-1].is_wiped(terms.wiped_share)
            and (one.day - last[-1].day).days <= gap
            and (one.day - last[0].day).days < longest
        )
        if joins:
            last.append(one)
        else:
            found.append([one])
    return found


def _as_it_was(day: Day) -> Once:
    """Count a day that was taught: session by session, less what is excused."""
    taken = day.excused * min(day.a_session, 1.0)
    gone = 0.0 if day.exposure else min(exact(day.a_session), 1.0)
    return Once(
        day=day.day,
        spell=day.day,
        late_events=day.late,
        sessions=day.exposure,
        load=exact(day.load - taken),
        lost=0.0,
        days=float(day.exposure > 0),
        day_load=exact(exact(day.a_session) - gone),
    )


def _as_one(spell: Sequence[Day]) -> Once:
    """Count a spell: one event on one trial, unless all of it is excused."""
    first = spell[0]
    stands = float(any(one.late for one in spell))
    by_session, by_day = first.a_session, exact(first.a_session)
    return Once(
        day=first.day,
        spell=first.day,
        late_events=stands,
        sessions=stands,
        load=exact(by_session if stands else max(by_session - 1.0, 0.0)),
        lost=stands,
        days=stands,
        day_load=exact(by_day if stands else max(by_day - 1.0, 0.0)),
    )


def _second(spell: Sequence[Day], part: float) -> list[Once]:
    """Count the second day of a spell in part where it had one session, beside a first that counts.

    Whether that is the same illness or another cancellation is about even.
    """
    if len(spell) == 1 or spell[1].sessions != 1:
        return []
    day = spell[1]
    counts = part if day.late and spell[0].late else 0.0
    load = day.a_session * part if counts else max(day.a_session - 1.0, 0.0) * part
    return [
        Once(
            day=day.day,
            spell=spell[0].day,
            late_events=counts,
            sessions=counts,
            load=exact(load),
            lost=0.0,
            days=0.0,
            day_load=0.0,
        )
    ]


def exact(load: float) -> float:
    """Round a load to parts that add up the same in any order."""
    return round(load * _PARTS) / _PARTS
