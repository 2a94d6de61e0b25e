"""A policy as Python sees it: what a policy file said, parsed once and never changed.

How the file is read and refused is in `policy.parse`; how it is told to people in
`policy.describe`; how SQL sees it in `policy.rows`.

    sessions   one session: the working clock, faults, classes, excuses, amnesties, the cure
    windows    which stretch of a history a meter looks at
    meters     merges, derived incidents, meters, comparisons, the rate that the pages show
    evidence   how the current rate of a tutor is weighed
    rules      rules, effects, newcomers, what an effect does to assignment
    texts      the whole of a text, its examples, and the book of all texts and markets
"""

from tutor_reliability.policy.model.evidence import ORDINARY_AND_HEAVY, Evidence, PriorPart
from tutor_reliability.policy.model.meters import (
    Clean,
    Comparison,
    Derive,
    Ledger,
    Merge,
    Meter,
    Rate,
)
from tutor_reliability.policy.model.rules import (
    EVIDENCE,
    EXIT_EVENTS,
    AssessmentDays,
    Effect,
    Newcomers,
    Release,
    Rule,
    Status,
)
from tutor_reliability.policy.model.sessions import (
    WEEKDAYS,
    Allowance,
    Amnesty,
    ClassRule,
    Condition,
    Cure,
    Excuse,
    ExcuseTerms,
    FaultRule,
    WorkingHours,
)
from tutor_reliability.policy.model.texts import (
    CHANGE_NOTICE,
    Book,
    Clause,
    Example,
    Policy,
    Story,
    StoryChance,
)
from tutor_reliability.policy.model.windows import (
    CALENDAR,
    Best,
    Calendar,
    Choice,
    Choose,
    Every,
    Last,
    Lifetime,
    Rolling,
    SinceReset,
    Window,
)

__all__ = [
    "CALENDAR",
    "CHANGE_NOTICE",
    "EVIDENCE",
    "EXIT_EVENTS",
    "ORDINARY_AND_HEAVY",
    "WEEKDAYS",
    "Allowance",
    "Amnesty",
    "AssessmentDays",
    "Best",
    "Book",
    "Calendar",
    "Choice",
    "Choose",
    "ClassRule",
    "Clause",
    "Clean",
    "Comparison",
    "Condition",
    "Cure",
    "Derive",
    "Effect",
    "Every",
    "Evidence",
    "Example",
    "Excuse",
    "ExcuseTerms",
    "FaultRule",
    "Last",
    "Ledger",
    "Lifetime",
    "Merge",
    "Meter",
    "Newcomers",
    "Policy",
    "PriorPart",
    "Rate",
    "Release",
    "Rolling",
    "Rule",
    "SinceReset",
    "Status",
    "Story",
    "StoryChance",
    "Window",
    "WorkingHours",
]
