"""What a detector is asked, and what it is."""

from collections.abc import Callable
from dataclasses import dataclass

from tutor_reliability.evidence_build.exposure import Models, exposure_values
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.span import Span
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book, Evidence
from tutor_reliability.warehouse import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A night, and the warehouse with its stage tables.

    stage.exposure_weights and stage.evidence_tutors are there for every detector.
    """

    opened: Opened
    models: Models
    book: Book
    night: Night

    @property
    def terms(self) -> Evidence:
        """The numbers of the policy's `[evidence]`."""
        return self.book.newest.evidence

    @property
    def span(self) -> Span:
        """Which days are looked at."""
        return Span(as_of=self.night.as_of, weeks=self.terms.weeks)

    def stage(self, name: str, **more: object) -> int:
        """Make the stage table of a model by its name; gives its rows."""
        values = exposure_values(self.terms, self.night) | more
        return self.opened.stage(name, self.models(name), values)


Detector = Callable[[Question], Found]
