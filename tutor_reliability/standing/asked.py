"""What a book's rules look at: which sessions one by one, and of which only the number."""

from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.model import Book
from tutor_reliability.standing.incidents import counted_outcomes, kept_outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A book's question of the log on a night.

    Attributes:
        as_of: The night.
        timezone: The zone of its days.
        outcomes: Those of sessions that rules look at one by one.
        kept: Those of sessions that took place, of which only the number matters.
        reads_kept: Whether a rule's meter counts those.
        always_kept: Whether it may matter that one took place after the last incident.
        first: So many sessions that took place end being new; 0 where nobody is new.
        other_axes: Whether a meter counts by another day than that of the start.
    """

    as_of: date
    timezone: str
    outcomes: list[str]
    kept: list[str]
    reads_kept: bool
    always_kept: bool
    first: int
    other_axes: bool

    @property
    def counts_first(self) -> bool:
        """Whether a tutor's first sessions are all that is asked of those that took place."""
        return self.first > 0 and not self.reads_kept

    @classmethod
    def of(cls, book: Book, as_of: date) -> "Asked":
        """Read a book."""
        texts = book.variants
        kept = frozenset.intersection(*(kept_outcomes(one) for one in texts))
        outcomes = {one for text in texts for one in counted_outcomes(text)}
        new = [one.newcomers.sessions for one in texts if one.newcomers]
        reading = [
            rule
            for text in texts
            for rule in text.rules
            for meter in (text.meter(one.meter) for one in rule.when)
            if kept.intersection((*meter.of, *meter.among))
        ]
        return cls(
            as_of=as_of,
            timezone=book.newest.timezone,
            outcomes=sorted(outcomes - kept),
            kept=sorted(kept),
            reads_kept=bool(reading),
            always_kept=any(one.trigger != "incident" for one in reading),
            first=max([1, *new]) if new else 0,
            other_axes=any(one.axis != "start" for text in texts for one in text.meters),
        )
