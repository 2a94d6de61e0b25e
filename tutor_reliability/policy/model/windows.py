"""Which stretch of a tutor's history a meter looks at: one class a kind of window.

Those whose first day needs only a calendar give it by `before`; the others depend on the tutor
and are worked out where tutors are.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.policy.durations import Length

CALENDAR = ("week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Any window. It ends with the day it is asked about, that day included."""

    @property
    def words(self) -> str:
        """As a person says it: "the last 90 days"."""
        raise NotImplementedError

    def ending(self, day: str) -> str:
        """As a person says it of one day: "the 90 days to 31 Oct 2026"."""
        return f"{self.words} to {day}"

    def before(self, day: date) -> date:
        """Give the last day that lies outside the window ending with `day`.

        Raises:
            TypeError: Where the window begins depends on the tutor.
        """
        raise TypeError(f"{self!r} has no first day that {day} alone gives")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling(Window):
    """A calendar length."""

    length: Length

    @property
    def words(self) -> str:
        """As a person says it."""
        return f"the last {self.length.words.removeprefix('1 ')}"

    def ending(self, day: str) -> str:
        """As a person says it of one day."""
        return f"the {self.length.words} to {day}"

    def before(self, day: date) -> date:
        """Give the last day outside."""
        return self.length.before(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime(Window):
    """Everything known."""

    @property
    def words(self) -> str:
        """As a person says it."""
        return "all the time"

    def before(self, day: date) -> date:  # noqa: ARG002
        """Give a day before every day."""
        return date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Window):
    """The week (from Monday), month, quarter or year that holds the day, up to it."""

    unit: str

    @property
    def words(self) -> str:
        """As a person says it."""
        return f"the calendar {self.unit}"

    def before(self, day: date) -> date:
        """Give the day before the period began."""
        first = {
            "week": day - timedelta(days=day.weekday()),
            "month": day.replace(day=1),
            "quarter": day.replace(month=day.month - (day.month - 1) % 3, day=1),
            "year": day.replace(month=1, day=1),
        }[self.unit]
        return first - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Window):
    """The period that holds the day, periods following each other from a day.

    `anchor` is the first day of some period; None is the day the tutor joined.
    """

    length: Length
    anchor: date | None

    @property
    def words(self) -> str:
        """As a person says it."""
        began = self.anchor.isoformat() if self.anchor else "the day the tutor joined"
        return f"the period of {self.length.words}, counted from {began}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Last(Window):
    """The last so many sessions of the meter's `among`."""

    sessions: int

    @property
    def words(self) -> str:
        """As a person says it."""
        return f"the last {self.sessions} sessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceReset(Window):
    """Since a person last ended an effect that resets this meter; else everything known."""

    @property
    def words(self) -> str:
        """As a person says it."""
        return "the time since it was last reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A window that is taken if it holds at least so many sessions of the meter's `among`."""

    window: Window
    min_volume: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Window):
    """The first of some windows whose volume suffices, else the last of them."""

    choices: tuple[Choice, ...]

    @property
    def words(self) -> str:
        """As a person says it."""
        *first, last = self.choices
        said = [f"{one.window.words} if it holds {one.min_volume} sessions" for one in first]
        return ", else ".join([*said, last.window.words])


@dataclass(frozen=True, slots=True, kw_only=True)
class Best(Window):
    """Of some windows the one whose value is kindest to the tutor."""

    windows: tuple[Window, ...]

    @property
    def words(self) -> str:
        """As a person says it."""
        said = [one.words for one in self.windows]
        return f"{', '.join(said[:-1])} or {said[-1]}, whichever is kindest"
