"""One policy text with all that it says, and the book of all texts and markets."""

from dataclasses import dataclass, field
from datetime import date

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.globs import takes
from tutor_reliability.policy.model.evidence import Evidence
from tutor_reliability.policy.model.meters import Derive, Merge, Meter, Rate
from tutor_reliability.policy.model.rules import Newcomers, Rule, Status
from tutor_reliability.policy.model.sessions import (
    Amnesty,
    ClassRule,
    Cure,
    Excuse,
    ExcuseTerms,
    FaultRule,
    WorkingHours,
)

CHANGE_NOTICE = Length(number=15, unit="d")
"""How long before it takes effect a text must be published, where the file says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A sentence of the published text, and where in the file it lives, or why it does not.

    `number` counts the sentences of the text; one clause may be several, as "5-9". `lives_in`
    names tables and keys of the file, such as `class.early_cancel` or `clock.line`, and columns
    of the log, such as `log.channel`.
    """

    number: str
    text: str
    lives_in: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of the published text with what it must give; `clause` is the number of it."""

    quote: str
    given: dict[str, object]
    outcome: str
    counts: bool | None
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChance:
    """The chance that a signal gives on a day of a story, instead of being weighed.

    `without` is what it would be were the excuses of that day's sessions accepted.
    """

    signal: str
    day: int
    chance: float
    without: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A sentence of the published text with a tutor's history and what stands on a day of it.

    `flags` are exactly the rules that hold then (None: not asked), `not_flags` some that do not;
    `meters` the values of some meters (None: unrated); `new_students` what the tutor may be
    offered, empty where that is not asked. `chances` stand in the place of all evidence.
    """

    quote: str
    history: tuple[dict[str, object], ...]
    on_day: int
    meters: dict[str, float | None] = field(default_factory=dict)
    flags: tuple[str, ...] | None = None
    not_flags: tuple[str, ...] = ()
    new_students: str = ""
    clause: str = ""
    chances: tuple[StoryChance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy text in force, in one market: everything numbers and people are judged by.

    `ours` names the parameters whose numbers the published text does not give. `variant` 0 is the
    newest text where no market has its own; `until_day` is half-open, None for no end.
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
    evidence: Evidence = field(default_factory=Evidence)
    at_boundary: str = "early"
    notice_from: str = "cancelled"
    hours: WorkingHours | None = None
    amnesties: tuple[Amnesty, ...] = ()
    merges: tuple[Merge, ...] = ()
    derives: tuple[Derive, ...] = ()
    newcomers: Newcomers | None = None
    stories: tuple[Story, ...] = ()
    clauses: tuple[Clause, ...] = ()
    published_at: date | None = None
    change_notice: Length = CHANGE_NOTICE
    event_version: str = "at_event"
    earlier: tuple[str, ...] = ()
    scope: str = ""
    cadence: str = ""
    assess: str = ""
    variant: int = 0
    market: str = ""
    market_timezones: tuple[str, ...] = ()
    human_required: bool = False
    until_day: date | None = None

    @property
    def from_day(self) -> date:
        """The first day whose events this text judges."""
        return self.effective_from

    @property
    def line_seconds(self) -> int:
        """Notice below this is late; where the line itself is late, one second more."""
        return self.line.seconds + (self.at_boundary == "late" and self.line.seconds > 0)

    @property
    def outcome_words(self) -> dict[str, str]:
        """What a session or incident can be called, by name, in plain words."""
        words = {one.name: one.words for one in self.classes}
        if self.cure:
            words[self.cure.to] = self.cure.words
        return words | {one.to: one.words for one in self.derives}

    @property
    def weights(self) -> dict[str, float]:
        """What an incident of each outcome weighs in a meter that sums weights."""
        weights = {one.name: one.weight for one in self.classes}
        if self.cure:
            weights[self.cure.to] = 1.0
        return weights | {one.to: one.weight for one in self.derives}

    @property
    def settling(self) -> frozenset[str]:
        """What is provisional until `settle` has passed: what a cure undoes, and what counts.

        Not a session that took place: nothing comes that would undo it.
        """
        if self.settle is None:
            return frozenset()
        curable = set(self.cure.of) if self.cure else set()
        counted = {one for meter in self.meters for one in meter.of}
        held = {one.name for one in self.classes if one.when.events == ("completed",)}
        return frozenset(curable | (counted - held))

    def meter(self, name: str) -> Meter:
        """Give the meter of that name.

        Raises:
            KeyError: The policy has no such meter.
        """
        for meter in self.meters:
            if meter.name == name:
                return meter
        raise KeyError(f"{self.id} has no meter {name!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All texts of a policy in all markets: the newest first, each with its markets after it."""

    variants: tuple[Policy, ...]

    @property
    def newest(self) -> Policy:
        """The newest text, where no market has its own."""
        return self.variants[0]

    @property
    def fingerprint(self) -> str:
        """One for all texts."""
        return self.newest.fingerprint

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets of the newest text, in the order of the file."""
        return tuple(
            one.market
            for one in self.variants
            if one.market and one.effective_from == self.newest.effective_from
        )

    def market_of(self, timezone: str | None) -> str:
        """Give the market of a tutor by the roster's zone: the first whose glob takes it, or ""."""
        for one in self.variants:
            if timezone and any(takes(glob, timezone) for glob in one.market_timezones):
                return one.market
        return ""

    def of(self, day: date, market: str = "") -> Policy | None:
        """Give the text in force on a day in a market; None before the first text.

        A text without that market's own table is the same for it as for everyone.
        """
        held = [
            one
            for one in self.variants
            if one.from_day <= day and (one.until_day is None or day < one.until_day)
        ]
        for name in (market, ""):
            for one in held:
                if one.market == name:
                    return one
        return None
