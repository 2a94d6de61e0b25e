"""What follows for a tutor: when a rule holds, what it does to assignment, and how that ends."""

from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model.meters import Comparison

EXIT_EVENTS = ("review_closed", "acknowledged", "course_done", "reenabled", "appeal_won")
"""What a person can record that ends an effect."""


EVIDENCE = "evidence"
"""The kind of a meter that gives a chance, and the trigger of a rule that tests one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What ends the run of a rule on evidence: the chance stayed `below` a share for so long."""

    below: float
    lasts: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a rule does: a name that `statuses` translates, and how it ends.

    It `lasts` a length of time, or until one of `exits` is recorded; `ends` says whether either
    or both are needed where it has both. One that waits for a person is `due` to be looked at by
    a day, and `lapses` where nothing further has counted for so long (None: never). It begins
    `notice` after the rule was known to hold. `once`: it stands the night it fires. `resets`
    names the meters that begin anew when a person ends it. `stack` is restart, extend, keep or
    parallel. With none of `lasts`, `exits` and `once` it stands as long as its rule holds (level,
    evidence) or until the next assessment. `release` says when a rule on evidence no longer holds
    (None: from the first lower chance on).
    """

    do: str
    human: bool = False
    lasts: Length | None = None
    stack: str = "restart"
    exits: tuple[str, ...] = ()
    lapses: Length | None = None
    due: Length | None = None
    ends: str = "either"
    once: bool = False
    notice: Length | None = None
    resets: tuple[str, ...] = ()
    release: Release | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDays:
    """The days at whose end a rule is asked: days of the year, or every so often from a day."""

    days: tuple[tuple[int, int], ...] = ()
    """Month and day of the month."""
    every: Length | None = None
    anchor: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When meters compare so, have this effect.

    `trigger` says when it is asked: incident (on the day of each incident of `on`), crossing
    (fires on a day it holds and did not at the asked day before), level (stands tonight if it
    holds tonight), dates (at `at` only) or evidence (stands through the runs of a chance).
    `during` names effects of earlier rules of which one must stand that day, `unless` those of
    which none may.
    """

    name: str
    on: tuple[str, ...]
    when: tuple[Comparison, ...]
    effect: Effect
    severity: str
    words: str
    trigger: str = "incident"
    at: AssessmentDays | None = None
    during: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def asked_on_days(self) -> bool:
        """Whether it is asked on certain days, and does not stand simply while it holds."""
        return self.trigger not in ("level", EVIDENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomers:
    """Who is new, by days or by sessions, and the effect they get instead of one with a person."""

    days: int
    sessions: int
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What an effect does to assignment, one value an audience.

    `rank_by` names the meter by which those put last are ordered; empty for none.
    """

    new_students: str
    existing_students: str
    trial_students: str
    words: str
    unassigned_sessions: str = "eligible"
    rank_by: str = ""
