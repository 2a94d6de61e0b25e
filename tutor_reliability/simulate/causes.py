"""Why a booked session does not take place, and when that was said; the first cause wins.

True late rates act here: `late_before` and `late_after` are what nobody but truth.csv knows.
"""

from enum import IntEnum

import numpy as np
import polars as pl

from tutor_reliability.simulate.bookings import zone_offsets
from tutor_reliability.simulate.illness import first_morning, spells
from tutor_reliability.simulate.names import REGIONS, ZONES
from tutor_reliability.simulate.plan import DAY, HOUR, MINUTE, Flags, Floats, Ints, Plan, incidents
from tutor_reliability.simulate.tutors import SUBJECT_RISK, Tutors

ODD_HOUR_RISK = 2.0
WHOLE_DAY_SHARE = 0.3
ILL_FIRST_DAY, ILL_LATER = 0.9, 0.85
STUDENT_CANCELS, STUDENT_LATE_SHARE = 0.045, 0.35
FLAKY_STUDENTS, FLAKY_CANCELS = 0.02, (0.2, 0.5)
BROKE_OFF, STUDENT_NO_SHOW, FOR_STUDENT, BY_SCHEDULING, BY_PLATFORM = (
    0.002,
    0.008,
    0.006,
    0.003,
    0.002,
)
LINE_HOURS = 24


class Cause(IntEnum):
    """What became of a session, and whose doing that truly was."""

    RAN = 0
    ILL = 1
    OUTAGE = 2
    REGIONAL = 3
    WHOLE_DAY = 4
    LATE = 5
    NEAR_LINE = 6
    EARLY = 7
    PROXY = 8
    STUDENT = 9
    FOR_STUDENT = 10
    BY_SCHEDULING = 11
    BY_PLATFORM = 12
    NO_SHOW = 13
    STUDENT_NO_SHOW = 14
    BROKE_OFF = 15


TUTOR_CANCELS = (
    Cause.ILL,
    Cause.OUTAGE,
    Cause.REGIONAL,
    Cause.WHOLE_DAY,
    Cause.LATE,
    Cause.NEAR_LINE,
    Cause.EARLY,
)


class Fates:
    """The causes of a block's sessions while they are being drawn: a session keeps its first."""

    def __init__(
        self, plan: Plan, tutors: Tutors, sessions: pl.DataFrame, rng: np.random.Generator
    ) -> None:
        """Begin with every session taking place.

        Args:
            plan: What is simulated.
            tutors: All tutors.
            sessions: Bookings of one block, ordered by tutor and start.
            rng: The block's random numbers.
        """
        self.plan, self.tutors, self.rng = plan, tutors, rng
        names = ("tutor", "start", "booked", "day", "student")
        self.tutor, self.start, self.booked, self.day, self.student = (
            sessions[name].to_numpy() for name in names
        )
        self.cause = np.full(len(sessions), Cause.RAN, dtype=np.int64)
        self.at = np.zeros(len(sessions), dtype=np.int64)
        key = self.tutor * plan.horizon * 2 + self.day
        opens = np.flatnonzero(np.diff(key, prepend=-1))
        self.working_day = np.cumsum(np.diff(key, prepend=-1) != 0) - 1
        self.first_start = self.start[opens][self.working_day] if len(opens) else self.start
        self.ahead_of_utc = zone_offsets(plan)[tutors.zone[self.tutor], self.day + 7]

    def __len__(self) -> int:
        """Count the sessions."""
        return len(self.start)

    def chance(self, share: Floats | float) -> Flags:
        """Let each session be hit with its share."""
        return np.asarray(self.rng.random(len(self)) < share)

    def claim(self, cause: Cause, hit: Flags, at: Ints, least_notice: int = MINUTE) -> None:
        """Cancel the sessions hit that still run, never before they were booked.

        Args:
            cause: Why.
            hit: Which sessions.
            at: When it is said, in seconds.
            least_notice: Seconds ahead below which this cause would be another one.
        """
        said = np.maximum(at, self.booked + 5 * MINUTE)
        free = hit & (self.cause == Cause.RAN) & (self.start - said >= least_notice)
        self.cause[free] = cause
        self.at[free] = said[free]

    def befall(self, cause: Cause, hit: Flags) -> None:
        """Let something happen at the start of the sessions hit that still run."""
        free = hit & (self.cause == Cause.RAN)
        self.cause[free] = cause
        self.at[free] = self.start[free]

    def hours(self, low: float, high: float) -> Ints:
        """Draw a number of seconds between two numbers of hours for each session."""
        return self.rng.integers(round(low * HOUR), round(high * HOUR), len(self))

    def long_tail(self, median: float, spread: float, bounds: tuple[float, float]) -> Ints:
        """Draw seconds around a median of hours, mostly near it, sometimes far beyond."""
        drawn = median * np.exp(spread * self.rng.standard_normal(len(self)))
        return np.asarray((np.clip(drawn, *bounds) * HOUR).astype(np.int64))


def decide(
    plan: Plan, tutors: Tutors, block: range, sessions: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Decide what becomes of each booked session of a block.

    Returns:
        The sessions with `cause` and `at`, the second at which it was said (0 if it ran).
    """
    fates = Fates(plan, tutors, sessions, rng)
    _illness(fates, block)
    _incidents(fates)
    _own_cancellations(fates, sessions)
    _unlucky(fates)
    _students(fates)
    _others(fates)
    return sessions.with_columns(cause=pl.Series(fates.cause), at=pl.Series(fates.at))


def _illness(fates: Fates, block: range) -> None:
    spell = spells(fates.plan, fates.tutors, block, fates.rng)
    row, day = fates.tutor - block.start, np.clip(fates.day, 0, fates.plan.horizon - 1)
    ill, begins, at_once = (table[row, day] for table in (spell.ill, spell.begins, spell.at_once))
    hit = ill & fates.chance(np.where(day == begins, ILL_FIRST_DAY, ILL_LATER))
    that_morning = fates.first_start - fates.hours(0.3, 5)[fates.working_day]
    dawn = first_morning(fates.plan, begins, fates.ahead_of_utc) + fates.hours(0, 1)
    first_day_at_once = at_once & (day > begins)
    fates.claim(Cause.ILL, hit, np.where(first_day_at_once, dawn, that_morning))


def _incidents(fates: Fates) -> None:
    region = np.array([REGIONS.index(zone.split("/", 1)[0]) for zone in ZONES])[fates.tutors.zone]
    utc_day = (fates.start - fates.plan.first) // DAY
    for incident in incidents(fates.plan):
        begins, ends = incident.first_day, incident.first_day + incident.days
        reached = (utc_day >= begins) & (utc_day < ends)
        if incident.region is not None:
            reached &= region[fates.tutor] == incident.region
        hit = reached & fates.chance(incident.share)
        cause = Cause.OUTAGE if incident.region is None else Cause.REGIONAL
        fates.claim(cause, hit, fates.start - fates.hours(0.1, 9))


def _own_cancellations(fates: Fates, sessions: pl.DataFrame) -> None:
    tutors, tutor = fates.tutors, fates.tutor
    changed = fates.day >= tutors.change[tutor]
    rate = np.where(changed, tutors.late_after[tutor], tutors.late_before[tutor])
    risk = np.array(SUBJECT_RISK)[sessions["subject"].to_numpy()]
    risk = risk * np.where(sessions["odd"].to_numpy(), ODD_HOUR_RISK, 1.0)
    whole_day = fates.rng.random(len(fates))[fates.working_day] < WHOLE_DAY_SHARE * rate
    that_morning = fates.first_start - fates.hours(0.3, 6)[fates.working_day]
    fates.claim(Cause.WHOLE_DAY, whole_day, that_morning + fates.hours(0, 0.1))
    alone = fates.chance((1 - WHOLE_DAY_SHARE) * rate * risk)
    fates.claim(Cause.LATE, alone, fates.start - fates.long_tail(5, 1.1, (0.05, 23.9)))
    fates.befall(Cause.NO_SHOW, fates.chance(tutors.no_show[tutor]))
    near_line = fates.chance(tutors.near_line[tutor])
    line = LINE_HOURS * HOUR
    fates.claim(Cause.NEAR_LINE, near_line, fates.start - fates.hours(24.01, 25.95), line)
    early = fates.chance(tutors.early[tutor])
    fates.claim(Cause.EARLY, early, fates.start - fates.long_tail(70, 0.8, (24.1, 400)), line)


def _unlucky(fates: Fates) -> None:
    """Cancel late the last session, ten days or more ago, of each low-volume tutor."""
    few = np.isin(fates.tutor, fates.tutors.of("low_volume"))
    past = few & (fates.start < fates.plan.end - 10 * DAY) & (fates.cause == Cause.RAN)
    index = np.flatnonzero(past)
    last = index[np.flatnonzero(np.diff(fates.tutor[index], append=-1))]
    hit = np.zeros(len(fates), dtype=bool)
    hit[last] = True
    fates.claim(Cause.LATE, hit, fates.start - fates.hours(3, 8))


def _students(fates: Fates) -> None:
    number = int(fates.student.max(initial=0)) + 1
    habit = np.where(
        fates.rng.random(number) < FLAKY_STUDENTS,
        fates.rng.uniform(*FLAKY_CANCELS, number),
        STUDENT_CANCELS,
    )
    cancels = fates.chance(habit[fates.student])
    late = fates.chance(STUDENT_LATE_SHARE)
    notice = np.where(late, fates.hours(0.2, 23.9), fates.long_tail(60, 0.9, (24.1, 400)))
    fates.claim(Cause.PROXY, fates.chance(fates.tutors.by_proxy[fates.tutor]),
                fates.start - fates.hours(1, 20))  # fmt: skip
    fates.claim(Cause.STUDENT, cancels, fates.start - notice)
    fates.befall(Cause.STUDENT_NO_SHOW, fates.chance(STUDENT_NO_SHOW))


def _others(fates: Fates) -> None:
    for_student = fates.start - fates.long_tail(30, 0.7, (2, 200))
    fates.claim(Cause.FOR_STUDENT, fates.chance(FOR_STUDENT), for_student)
    scheduling = fates.start - fates.long_tail(50, 0.6, (10, 200))
    fates.claim(Cause.BY_SCHEDULING, fates.chance(BY_SCHEDULING), scheduling)
    fates.claim(Cause.BY_PLATFORM, fates.chance(BY_PLATFORM), fates.start - fates.hours(1, 90))
    fates.befall(Cause.BROKE_OFF, fates.chance(BROKE_OFF))
