"""What a policy says of one session: whose doing it was, what it is called, what forgives it."""

from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.durations import Length

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When notice runs, if not always: on these weekdays, but for the holidays.

    `opens` and `closes` are seconds of the wall clock since midnight, in the policy's zone.
    """

    opens: int
    closes: int
    days: tuple[str, ...]
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must hold of a session for a rule to take it; an empty field asks nothing.

    Notice, lateness and the time since the booking are half-open bands, in seconds: (from, below),
    None for no bound; a bound never holds of what is unknown. `notice_unknown` asks that the
    notice is unknown. `reasons` may hold "none": no reason was given.
    """

    events: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    blames: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    session_kinds: tuple[str, ...] = ()
    recorded_by: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    inside_availability: bool | None = None
    first_with_student: bool | None = None
    agreed: bool | None = None
    notice_from: int | None = None
    notice_below: int | None = None
    notice_unknown: bool = False
    lateness_from: int | None = None
    lateness_below: int | None = None
    since_booking_from: int | None = None
    since_booking_below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """First match decides whose doing it was."""

    when: Condition
    blame: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """First match decides what the session is called; `weight` is for meters that sum weights."""

    name: str
    when: Condition
    words: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """At most so many within any such span."""

    times: int
    within: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """When an outcome is forgiven, and what that does.

    `effect` is drop or drop_from (`meters` then names what it is taken out of, '*' for all) or
    reclass (`to` is the outcome it becomes; `meters` is empty). The tutor must have said so up to
    `told_within` after the start (None: the terms' contact_within) and at least `told_before`
    before it (None: not asked). `cap` limits how often; one over it counts.
    """

    of: tuple[str, ...]
    reasons: tuple[str, ...]
    channels: tuple[str, ...]
    emergency: bool | None
    needs_decision: bool
    meters: tuple[str, ...]
    told_within: Length | None = None
    told_before: Length | None = None
    effect: str = "drop"
    to: str = ""
    cap: Allowance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseTerms:
    """How long a tutor has to say so, and what an undecided excuse does for how long.

    `while_pending` is counts_but_flag_is_held, counts or does_not_count.
    """

    contact_within: Length
    pending_for: Length
    decided_by: str
    while_pending: str = "counts_but_flag_is_held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amnesty:
    """Days on which nothing of this kind counts against anyone; both days included.

    `of` is written out (a file that leaves it out means all that any meter counts); `timezones`
    are globs on the roster's zone, and like `reasons` empty for all.
    """

    name: str
    first_day: date
    last_day: date
    of: tuple[str, ...]
    timezones: tuple[str, ...]
    reasons: tuple[str, ...]
    words: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """An agreed rebooking by the same student (and tutor) that un-counts a cancellation.

    `needs` is booked (the agreement is enough) or held (the session must have taken place).
    """

    of: tuple[str, ...]
    same: tuple[str, ...]
    within: Length
    to: str
    words: str
    needs: str = "booked"
