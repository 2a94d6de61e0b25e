"""What is said where a side detector found something: each its own reason, none a score.

A side detector looks at what a late rate cannot see. Most of it is allowed; the sentence says what
is more than usual, against what, and what it does not show.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tutor_reliability.evidence.rows import Signal
from tutor_reliability.evidence.sentences import counted
from tutor_reliability.policy.model import Evidence
from tutor_reliability.sentences import chance_percent, day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How a side detector speaks.

    Attributes:
        title: What it is called.
        happened: What was seen, of a row.
        usual: Whose habit it is held against.
        ratio: So many times the usual is more than chance explains; None for a count by itself.
        caution: What it does not show.
    """

    title: str
    happened: Callable[[Signal, Evidence, float], str]
    usual: str
    ratio: Callable[[Evidence], float] | None
    caution: str


def side_parts(signal: Signal, terms: Evidence, *, line_hours: float) -> list[str]:
    """Say what a side detector found, in sentences.

    Args:
        signal: Its row of review.signals.
        terms: The numbers of the policy's `[evidence]`.
        line_hours: The policy's line, hours.
    """
    side = SIDES[signal.signal]
    start = f"{side.title} as of {day_words(signal.as_of)}."
    happened = side.happened(signal, terms, line_hours)
    if not signal.enough:
        return [f"{start} {happened}: too few to judge."]
    said = [f"{start} {happened}."]
    if side.ratio is not None:
        said.append(_against(signal, side, side.ratio(terms)))
    return [*said, side.caution]


def _against(signal: Signal, side: Side, ratio: float) -> str:
    chance = chance_percent(signal.chance or 0.0)
    asked = f"Chance that the tutor's own share is over {ratio:g} times that: {chance}."
    if signal.reference is None:
        return asked
    expected = counted(signal.reference * signal.load)
    return f"{side.usual} would give {expected}. {asked}"


def _near_line(signal: Signal, terms: Evidence, line_hours: float) -> str:
    until = line_hours + terms.near_line.seconds / 3600
    return (
        f"{counted(signal.events)} cancelled with {line_hours:g} to {until:g} hours' notice, just "
        f"enough not to be late, in {counted(signal.trials)} sessions over {terms.weeks} weeks"
    )


def _student_cancels(signal: Signal, terms: Evidence, line_hours: float) -> str:
    del line_hours
    return (
        f"{counted(signal.events)} of {counted(signal.trials)} sessions over {terms.weeks} weeks "
        "were cancelled late in a student's name"
    )


def _emergencies(signal: Signal, terms: Evidence, line_hours: float) -> str:
    del line_hours
    return (
        f"An emergency was the reason on {counted(signal.events)} separate occasions in "
        f"{counted(signal.trials)} working days of the last {terms.habit_days} days"
    )


def _churn(signal: Signal, terms: Evidence, line_hours: float) -> str:
    del line_hours
    return (
        f"{counted(signal.events)} sessions were moved by the tutor, of {counted(signal.trials)} "
        f"in the last {terms.habit_days} days"
    )


def _chain(signal: Signal, terms: Evidence, line_hours: float) -> str:
    del line_hours
    times = "time" if signal.events == 1 else "times"
    return (
        f"One lesson was moved {counted(signal.events)} {times} before it was held or lost; "
        f"{terms.chain} or more ask for a look"
    )


def _quiet(signal: Signal, terms: Evidence, line_hours: float) -> str:
    del line_hours
    return (
        f"Of {counted(signal.trials)} students with {terms.quiet_pair_sessions} or more sessions "
        f"whose lesson the tutor cancelled, {counted(signal.events)} did not book this tutor again "
        f"for {terms.quiet_after.words}, though they went on with others"
    )


SIDES = {
    "near_line": Side(
        title="Cancellations just outside the line",
        happened=_near_line,
        usual="The usual share",
        ratio=lambda terms: terms.near_line_ratio,
        caution="Each of them was in time and counts nowhere as late.",
    ),
    "student_cancels": Side(
        title="Cancelled in students' names",
        happened=_student_cancels,
        usual="The habits of these very students with other tutors",
        ratio=lambda terms: terms.student_ratio,
        caution="They count nowhere against the tutor; ask who wanted them.",
    ),
    "emergency_habit": Side(
        title="Emergencies",
        happened=_emergencies,
        usual="The usual share",
        ratio=lambda terms: terms.habit_ratio,
        caution="Emergencies are self-declared and may all be true; ask what would help.",
    ),
    "reschedule_churn": Side(
        title="Moved sessions",
        happened=_churn,
        usual="The usual share",
        ratio=lambda terms: terms.habit_ratio,
        caution="A move that the student agreed to counts nowhere as late.",
    ),
    "reschedule_chain": Side(
        title="One lesson moved again and again",
        happened=_chain,
        usual="",
        ratio=None,
        caution="Moves that the student agreed to count nowhere as late.",
    ),
    "quiet_pairs": Side(
        title="Pairs that went quiet",
        happened=_quiet,
        usual="Pairs after any other cancellation",
        ratio=lambda terms: terms.quiet_ratio,
        caution="Students stop for many reasons, and this shows no reason.",
    ),
}
