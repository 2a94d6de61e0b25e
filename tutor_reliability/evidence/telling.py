"""What a row of review.signals says, whichever signal it is of."""

from collections.abc import Sequence
from datetime import date

from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.sentences import UNITS, opened_words, rate_parts
from tutor_reliability.evidence.side_sentences import SIDES, side_parts
from tutor_reliability.policy.model import Evidence
from tutor_reliability.sentences import COACHED
from tutor_reliability.tables.values import RATE_SIGNALS


def evidence_parts(
    signal: Signal, events: Sequence[Event], terms: Evidence, *, line_hours: float
) -> list[str]:
    """Say what a signal found, in sentences.

    Args:
        signal: Its row of review.signals.
        events: Its rows of review.signal_events.
        terms: The numbers of the policy's `[evidence]`.
        line_hours: The policy's line, hours.
    """
    if signal.signal in RATE_SIGNALS:
        return rate_parts(signal, events, terms)
    return side_parts(signal, terms, line_hours=line_hours)


def evidence_sentence(
    parts: Sequence[str],
    *,
    opened: tuple[date, float] | None,
    held: bool = False,
    coached: bool = False,
) -> str:
    """Join the sentences of a flag or case.

    Args:
        parts: What the signal found tonight.
        opened: The day its run began, and the chance on that day; None where that is not known.
        held: Whether it rests on an excuse that nobody has decided yet.
        coached: Whether the tutor is new, and it asks nobody for a review.
    """
    said = list(parts)
    if opened is not None:
        said.append(opened_words(*opened))
    if coached:
        said.append(COACHED)
    if held:
        said.append("Held: an excuse is still to be decided, so nothing follows from it yet.")
    return " ".join(said)


def signal_title(name: str) -> str:
    """Name a signal as people call it; one that is not known, by its code."""
    if name in UNITS:
        return UNITS[name].title
    return SIDES[name].title if name in SIDES else name.replace("_", " ").capitalize()
