"""What is to be simulated: how many tutors, which days, which seed; and the days that hit many.

Seconds are whole seconds since 1970-01-01T00:00Z, days count from the first simulated day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from tutor_reliability.simulate.names import REGIONS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MINUTE, HOUR, DAY = 60, 3600, 86400
AHEAD_DAYS = 14
YEAR_DAYS = 365
OUTAGES_A_YEAR, REGIONAL_EVENTS_A_YEAR, REGIONAL_EVENT_DAYS = 3, 2, 2
SEASON = (1.0, 1.0, 1.0, 0.97, 1.0, 0.95, 0.75, 0.7, 1.0, 1.05, 1.05, 0.8)
FLU_SEASON = (1.9, 2.0, 1.6, 1.0, 0.7, 0.5, 0.4, 0.4, 0.7, 1.0, 1.3, 1.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The arguments of one simulation.

    Attributes:
        tutors: How many tutors.
        days: How many days of history, the last one being `until`.
        seed: Everything random follows from it.
        until: The last day of which everything is known.
    """

    tutors: int
    days: int
    seed: int
    until: date

    @property
    def first_day(self) -> date:
        """The first day of which sessions are known."""
        return self.until - timedelta(days=self.days - 1)

    @property
    def first(self) -> int:
        """The second at which the first day begins."""
        return int(datetime.combine(self.first_day, datetime.min.time(), UTC).timestamp())

    @property
    def end(self) -> int:
        """The second at which knowledge ends: the end of `until`."""
        return self.first + self.days * DAY

    @property
    def horizon(self) -> int:
        """How many days have sessions: the known ones and those booked ahead."""
        return self.days + AHEAD_DAYS

    def rng(self, *stream: int) -> np.random.Generator:
        """Give the random numbers of one part of the world, the same whatever else is drawn."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, *stream])))

    def months(self) -> Ints:
        """Give the month, 0 to 11, of each day up to the horizon."""
        return np.array(
            [(self.first_day + timedelta(days=day)).month - 1 for day in range(self.horizon)]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Days on which many tutors at once could not teach.

    Attributes:
        first_day: Day of its beginning, UTC.
        days: How many days.
        region: Position in REGIONS; None is everywhere.
        share: Of the sessions it may reach, how many it ends.
    """

    first_day: int
    days: int
    region: int | None
    share: float

    def words(self, plan: Plan) -> str:
        """Name it by its days and region."""
        begins = plan.first_day + timedelta(days=self.first_day)
        ends = begins + timedelta(days=self.days - 1)
        where = "everywhere" if self.region is None else REGIONS[self.region]
        return f"{begins}/{ends} {where}"


def incidents(plan: Plan) -> tuple[Incident, ...]:
    """Spread the outages and regional events of the world evenly over its days."""
    rng = plan.rng(1)
    outages = [
        Incident(first_day=day, days=1, region=None, share=0.3)
        for day in _spread(plan, OUTAGES_A_YEAR, rng)
    ]
    regions = rng.permutation(len(REGIONS)).tolist()
    regional = [
        Incident(
            first_day=day,
            days=REGIONAL_EVENT_DAYS,
            region=regions[number % len(regions)],
            share=0.4,
        )
        for number, day in enumerate(_spread(plan, REGIONAL_EVENTS_A_YEAR, rng))
    ]
    return (*outages, *regional)


def _spread(plan: Plan, a_year: int, rng: np.random.Generator) -> list[int]:
    number = round(a_year * plan.days / YEAR_DAYS)
    return [int((at + rng.random()) / number * plan.days) for at in range(number)]
