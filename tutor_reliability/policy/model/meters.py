"""What a policy counts of one tutor: incidents merged and derived, then meters over windows."""

from dataclasses import dataclass, field

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model.sessions import Allowance
from tutor_reliability.policy.model.windows import Lifetime, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Inside the named meters, incidents alike in all of `by` count at most `cap` times."""

    of: tuple[str, ...]
    by: tuple[str, ...]
    meters: tuple[str, ...]
    cap: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Derive:
    """So many incidents of `sources` within a span make one incident of `to` on the last's day."""

    sources: tuple[str, ...]
    count: int
    within: Length
    to: str
    words: str
    weight: float = 1.0
    consume: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """What a full span without an entry that costs does: adds points, or resets to the start."""

    lasts: Length
    adds: float = 0.0
    resets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """How points go up and down.

    `points` holds the price of the 1st, 2nd, ... of a class within `tier_window` (None: ever);
    the last price repeats. `retroactive`: all within the tier window get the price reached.
    """

    points: dict[str, tuple[float, ...]]
    start: float = 0.0
    tier_window: Length | None = None
    retroactive: bool = False
    floor: float | None = None
    cap: float | None = None
    expires: Length | None = None
    clean: Clean | None = None
    reset_on_exit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A count, rate, streak or ledger of outcomes in a window, or the chance that a signal gives.

    `axis` is the day it goes by: start, event or report. `distinct` is student, day, reason or
    empty. `shown`: people read it, no rule does. `ledger` is there where `kind` is ledger; `of`
    is then what has a price. `signal` names what is weighed where `kind` is evidence; nothing is
    counted then.
    """

    name: str
    kind: str
    of: tuple[str, ...]
    among: tuple[str, ...] = ()
    window: Window = field(default_factory=Lifetime)
    min_volume: int = 0
    axis: str = "start"
    shown: bool = False
    weighted: bool = False
    distinct: str = ""
    forgive: Allowance | None = None
    ledger: Ledger | None = None
    signal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One meter against one number."""

    meter: str
    sign: str
    number: float

    def holds(self, value: float | None) -> bool:
        """Tell whether the value satisfies the comparison; an unrated meter never does."""
        if value is None:
            return False
        return {
            ">=": value >= self.number,
            ">": value > self.number,
            "<=": value <= self.number,
            "==": value == self.number,
            "<": value < self.number,
        }[self.sign]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The late rate that the pages show: which meter defines it, and what it is held against."""

    meter: Meter
    limit: float
    min_volume: int
    prior_late: float
    prior_sessions: float
    min_tutors: int
