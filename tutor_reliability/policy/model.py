"""A policy as Python sees it: what a policy file said, parsed once and never changed.

How the file is read and refused is in `parse`; how it is told to people in `describe`; how SQL
sees it in `rows`.
"""

from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.durations import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must hold of a session for a rule to take it; an empty field asks nothing.

    `notice` is half-open, in seconds: (from, below), None for no bound. `notice_unknown` asks
    that the notice is unknown; a bound on the notice never holds of an unknown notice.
    """

    events: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    blames: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    session_kinds: tuple[str, ...] = ()
    inside_availability: bool | None = None
    first_with_student: bool | None = None
    notice_from: int | None = None
    notice_below: int | None = None
    notice_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """First match decides whose doing it was."""

    when: Condition
    blame: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """First match decides what the session is called."""

    name: str
    when: Condition
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """When an outcome is forgiven, and out of which meters it is taken ('*': all)."""

    of: tuple[str, ...]
    reasons: tuple[str, ...]
    channels: tuple[str, ...]
    emergency: bool | None
    needs_decision: bool
    meters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseTerms:
    """How long a tutor has to say so, and how long an undecided excuse holds a flag back."""

    contact_within: Length
    pending_for: Length
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """An agreed rebooking by the same student (and tutor) that un-counts a cancellation."""

    of: tuple[str, ...]
    same: tuple[str, ...]
    within: Length
    to: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A count, or a rate, of outcomes in a window that ends tonight."""

    name: str
    kind: str
    of: tuple[str, ...]
    among: tuple[str, ...]
    window: Length
    min_volume: int


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
            "<": value < self.number,
        }[self.sign]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a rule does: a name that `status` translates, and how it ends.

    It `lasts` a length of time, or until `exit_event`; then it is `due` to be looked at by a day,
    and `lapses` where nothing further has counted for so long.
    """

    do: str
    human: bool
    lasts: Length | None
    stack: str
    exit_event: str | None
    lapses: Length | None
    due: Length | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When meters compare so, on an incident of these outcomes, have this effect."""

    name: str
    on: tuple[str, ...]
    when: tuple[Comparison, ...]
    effect: Effect
    severity: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What an effect does to assignment, one value an audience."""

    new_students: str
    existing_students: str
    trial_students: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The late rate that the pages show: which meter defines it, and what it is held against."""

    meter: Meter
    limit: float
    min_volume: int
    prior_late: float
    prior_sessions: float
    min_tutors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of the published text with what it must give."""

    quote: str
    given: dict[str, object]
    outcome: str
    counts: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy text in force: everything numbers and people are judged by.

    `ours` names the parameters whose numbers the published text does not give.
    """

    id: str
    title: str
    version: str
    effective_from: date
    source: str
    timezone: str
    contact: str
    ours: tuple[str, ...]
    line: Length
    settle: Length | None
    uncertain_is_late: bool
    moved_and_held: str
    reference: str
    faults: tuple[FaultRule, ...]
    classes: tuple[ClassRule, ...]
    reason_codes: tuple[str, ...]
    emergency_codes: tuple[str, ...]
    excuses: tuple[Excuse, ...]
    excuse_terms: ExcuseTerms
    cure: Cure | None
    meters: tuple[Meter, ...]
    rate: Rate
    rules: tuple[Rule, ...]
    statuses: dict[str, Status]
    examples: tuple[Example, ...]
    fingerprint: str
    text: str

    def meter(self, name: str) -> Meter:
        """Give the meter of that name.

        Raises:
            KeyError: The policy has no such meter.
        """
        for meter in self.meters:
            if meter.name == name:
                return meter
        raise KeyError(f"{self.id} has no meter {name!r}")
