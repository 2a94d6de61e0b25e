"""What counts as one independent cancellation: a spell of wiped-out days is one event.

A tutor who is ill cancels a week at once. Counted by sessions that reads as a change of conduct;
counted once, it is one bad thing that happened. Working days that were wiped out and follow each
other closely are one event on one trial; a day mostly taught stays session by session.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats

Days = NDArray[np.int64]

_ROUNDING = 1e-9
ORDINARY = 1.0
"""The load of one session, or one day, on which nothing was odd: what an excuse takes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Days on which a tutor had sessions; one figure a tutor and day, by tutor, then by day.

    Attributes:
        tutor: Which tutor, numbered from 0.
        day: Number of the day; only differences matter.
        sessions: Sessions that the tutor could have cancelled late, excused ones included; more
            than 0.
        late: Of those, cancelled late or missed.
        excused: Of those late, excused; None: none anywhere.
        load: The sessions made comparable, see `exposure`; equal to them where nothing was odd.
        day_load: The day made comparable alike; 1 where nothing was odd.
    """

    tutor: Days
    day: Days
    sessions: Floats
    late: Floats
    load: Floats
    day_load: Floats
    excused: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed:
    """The same days with events counted once; one figure a tutor and day.

    Attributes:
        spell: Whether the day is one of a spell.
        begins: Whether it is the first of its spell.
        stands: Whether it is the first of a spell that is not excused as a whole: its event.
        events: Independent cancellations that are not excused; a part of one on the second day of a
            spell, see `collapse`.
        trials: Sessions they were among; a spell is one, and that part.
        load: The trials made comparable.
        days_load: The days that could have been wiped out, made comparable; a spell is one.
    """

    spell: NDArray[np.bool_]
    begins: NDArray[np.bool_]
    stands: NDArray[np.bool_]
    events: Floats
    trials: Floats
    load: Floats
    days_load: Floats

    @property
    def working_days(self) -> Floats:
        """Days that could have been wiped out; a spell is one."""
        return np.where(self.spell, self.stands, self.trials > 0).astype(np.float64)


def collapse(  # noqa: PLR0913
    days: WorkingDays,
    *,
    longest_gap: int,
    longest_spell: int,
    wiped_share: float = 1.0,
    second_day: float = 0.0,
    broken: NDArray[np.bool_] | None = None,
) -> Collapsed:
    """Count spells of wiped-out days once.

    But for their second day where it had one session: whether that is the same illness or another
    cancellation is about even, so it counts in part. Of a day of several sessions lost as a whole,
    and of a third day, illness is the likelier reason by far.

    Stable as days are added: what was said of a day does not change with what follows it.

    Args:
        days: The working days.
        longest_gap: Days between two wiped-out working days that still belong together.
        longest_spell: Days that one spell can span; a longer one begins anew.
        wiped_share: Share of a day's sessions that must have been late for it to be wiped out.
            A day of one session is wiped out by that session.
        second_day: What the second day of a spell counts where it had one session, 0 to 1; nothing
            where the first is excused.
        broken: Whether a day was taught between this day and the one before it, where days that
            were taught are left out; None: they are all there.
    """
    wiped = is_wiped(days.sessions, days.late, wiped_share)
    chained = np.zeros(len(wiped), dtype=np.bool_)
    chained[1:] = (
        wiped[1:]
        & wiped[:-1]
        & (days.tutor[1:] == days.tutor[:-1])
        & (np.diff(days.day) <= longest_gap)
    )
    if broken is not None:
        chained &= ~broken
    begins = _cut(wiped & ~chained, wiped, days.day, longest_spell)
    excused = np.zeros_like(days.late) if days.excused is None else days.excused
    left = days.sessions - excused
    stands = _stands(wiped, begins, days.late > excused)
    seconds = _seconds(wiped, begins, days.sessions)
    part = second_day * (seconds & (days.late > excused) & _after(days.late > excused))
    a_session = days.load / days.sessions
    return Collapsed(
        spell=wiped,
        begins=begins,
        stands=stands,
        events=np.where(wiped, stands + part, days.late - excused),
        trials=np.where(wiped, stands + part, left),
        load=np.where(
            wiped,
            _counted_once(begins, stands, a_session)
            + second_day * _counted_once(seconds, part > 0, a_session),
            days.load - excused * np.minimum(a_session, ORDINARY),
        ),
        days_load=np.where(
            wiped,
            _counted_once(begins, stands, days.day_load),
            days.day_load - np.where(left > 0, 0.0, np.minimum(days.day_load, ORDINARY)),
        ),
    )


def _stands(
    wiped: NDArray[np.bool_], begins: NDArray[np.bool_], left: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which spells have anything late that is not excused, on their first day.

    Not on the day of what is left: an excuse would else make the event a more recent one.
    """
    spell = np.cumsum(begins)
    found: NDArray[np.bool_] = begins & np.isin(spell, spell[wiped & left])
    return found


def _seconds(
    wiped: NDArray[np.bool_], begins: NDArray[np.bool_], sessions: Floats
) -> NDArray[np.bool_]:
    """Tell which days are the second of their spell and had one session."""
    found: NDArray[np.bool_] = wiped & ~begins & _after(begins) & (sessions == 1)
    return found


def _after(those: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which days come after one of those."""
    return np.concatenate((np.zeros(1, dtype=np.bool_), those))[: len(those)]


def _counted_once(begins: NDArray[np.bool_], stands: NDArray[np.bool_], load: Floats) -> Floats:
    """Give the load of a spell on its first day.

    Of a spell that is excused what is more than ordinary stays: taking a session of a day when
    many cancelled out with all its load would leave the others standing out.
    """
    left: Floats = np.where(stands, load, np.maximum(load - ORDINARY, 0.0))
    return np.where(begins, left, 0.0)


def is_wiped(sessions: Floats, late: Floats, wiped_share: float) -> NDArray[np.bool_]:
    """Tell of each day whether it was wiped out: so much of it was late that the rest is no day."""
    return (late > 0) & (late >= sessions * wiped_share - _ROUNDING)


def _cut(
    begins: NDArray[np.bool_], wiped: NDArray[np.bool_], day: Days, longest: int
) -> NDArray[np.bool_]:
    """Begin a spell anew on the first day that is too far from its beginning, until none is."""
    begins = begins.copy()
    rows = np.arange(len(day))
    while True:
        first = np.maximum.accumulate(np.where(begins, rows, 0))
        too_far = wiped & (day - day[first] >= longest) if len(day) else wiped
        again = too_far.copy()
        again[1:] &= ~(too_far[:-1] & (first[1:] == first[:-1]))
        if not again.any():
            return begins
        begins |= again


def by_week(  # noqa: PLR0913
    tutor: Days, day: Days, figures: Floats, *, last_day: int, weeks: int, tutors: int
) -> Floats:
    """Sum a figure of each day over weeks that end with a day.

    Returns:
        One row a tutor, one column a week, newest first; later days and older weeks are left out.
    """
    week = (last_day - day) // 7
    inside = (day <= last_day) & (week < weeks)
    cells = tutor[inside] * weeks + week[inside]
    summed: Floats = np.bincount(cells, figures[inside], minlength=tutors * weeks).astype(float)
    return summed.reshape(tutors, weeks)
