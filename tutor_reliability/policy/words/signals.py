"""What the chance of each signal is a chance of, in plain words, with the policy's own numbers."""

from collections.abc import Callable

from tutor_reliability.policy.model import Evidence

_WORDS: dict[str, Callable[[Evidence], str]] = {
    "late_sessions": lambda terms: (
        "the current rate of separate late cancellations is above "
        f"{terms.limit * 100:g} % of sessions"
    ),
    "wiped_days": lambda terms: (
        "the current rate at which working days are mostly or wholly lost is above "
        f"{terms.limit * 100:g} % of them"
    ),
    "near_line": lambda terms: (
        f"cancellations up to {terms.near_line.words} outside the line are more than "
        f"{terms.near_line_ratio:g} times as frequent as usual"
    ),
    "student_cancels": lambda terms: (
        "late cancellations in students' names are more than "
        f"{terms.student_ratio:g} times what these students' habits explain"
    ),
    "emergency_habit": lambda terms: (
        f"emergencies are more than {terms.habit_ratio:g} times as frequent as usual"
    ),
    "reschedule_churn": lambda terms: (
        f"sessions are moved more than {terms.habit_ratio:g} times as often as usual"
    ),
    "reschedule_chain": lambda terms: f"one lesson was moved {terms.chain} times or more",
    "quiet_pairs": lambda terms: (
        "pairs go quiet after this tutor's cancellations more than "
        f"{terms.quiet_ratio:g} times as often as is usual after any"
    ),
}


def signal_words(signal: str, terms: Evidence) -> str:
    """Say what a signal gives the chance of."""
    return _WORDS[signal](terms)
