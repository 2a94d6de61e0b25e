"""What is said where a side detector found something: each its own reason, none a score.

A side detector looks at what a late rate cannot see. Most of it is allowed; the sentence says what
is more than usual, against what, and what it does not show.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor_reliability.evidence.rows import Signal
from tutor_reliability.evidence.sentences import counted
from tutor_reliability.policy.model import Evidence
from tutor_reliability.sentences import chance_percent, day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How a side detector speaks; what it saw is said with the figures of `_figures`.

    Attributes:
        title: What it is called.
        happened: What was seen.
        usual: Whose habit it is held against; empty for a count by itself.
        times: The figure that says how many times the usual is more than chance explains.
        caution: What it does not show.
    """

    title: str
    happened: str
    caution: str
    usual: str = ""
    times: str = ""


SIDES = {
    "near_line": Side(
        title="Cancellations just outside the line",
        happened="Cancelled with {line:g} to {near:g} hours' notice, just enough not to be late: "
        "{events} of {trials} sessions over {weeks} weeks",
        usual="The usual share",
        times="near_line_ratio",
        caution="Each of them was in time and counts nowhere as late.",
    ),
    "student_cancels": Side(
        title="Cancelled in students' names",
        happened="Cancelled late in a student's name: {events} of {trials} sessions over {weeks} "
        "weeks",
        usual="The habits of these very students with other tutors",
        times="student_ratio",
        caution="They count nowhere against the tutor; ask who wanted them.",
    ),
    "emergency_habit": Side(
        title="Emergencies",
        happened="Separate occasions on which an emergency was the reason: {events}, in {trials} "
        "working days of the last {habit_days} days",
        usual="The usual share",
        times="habit_ratio",
        caution="Emergencies are self-declared and may all be true; ask what would help.",
    ),
    "reschedule_churn": Side(
        title="Moved sessions",
        happened="Moved by the tutor: {events} of {trials} sessions in the last {habit_days} days",
        usual="The usual share",
        times="habit_ratio",
        caution="A move that the student agreed to counts nowhere as late.",
    ),
    "reschedule_chain": Side(
        title="One lesson moved again and again",
        happened="Moves of one lesson before it was held or lost: {events}; {chain} or more ask "
        "for a look",
        caution="Moves that the student agreed to count nowhere as late.",
    ),
    "quiet_pairs": Side(
        title="Pairs that went quiet",
        happened="Students with {quiet_pair_sessions} or more sessions whose lesson the tutor "
        "cancelled: {trials}; did not book this tutor again for {quiet_after}, though they went on "
        "with others: {events}",
        usual="Pairs after any other cancellation",
        times="quiet_ratio",
        caution="Students stop for many reasons, and this shows no reason.",
    ),
}


def side_parts(signal: Signal, terms: Evidence, *, line_hours: float) -> list[str]:
    """Say what a side detector found, in sentences.

    Args:
        signal: Its row of review.signals.
        terms: The numbers of the policy's `[evidence]`.
        line_hours: The policy's line, hours.
    """
    side, figures = SIDES[signal.signal], _figures(signal, terms, line_hours)
    start = f"{side.title} as of {day_words(signal.as_of)}."
    happened = side.happened.format_map(figures)
    if not signal.enough:
        return [f"{start} {happened}: too few to judge."]
    said = [f"{start} {happened}."]
    if side.times:
        said.append(_against(signal, side, f"{figures[side.times]:g}"))
    return [*said, side.caution]


def _figures(signal: Signal, terms: Evidence, line_hours: float) -> Mapping[str, object]:
    """Give what the words above are filled in with: the row's counts, the policy's numbers."""
    hours = terms.near_line.seconds / 3600
    return {name: getattr(terms, name) for name in Evidence.__slots__} | {
        "events": counted(signal.events),
        "trials": counted(signal.trials),
        "line": line_hours,
        "near": line_hours + hours,
        "quiet_after": terms.quiet_after.words,
    }


def _against(signal: Signal, side: Side, times: str) -> str:
    chance = chance_percent(signal.chance or 0.0)
    asked = f"Chance that the tutor's own share is over {times} times that: {chance}."
    if signal.reference is None:
        return asked
    return f"{side.usual} would give {counted(signal.reference * signal.load)}. {asked}"
