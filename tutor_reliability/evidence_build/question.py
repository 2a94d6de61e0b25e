"""What a detector is asked, and what it is."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

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
        return self.opened.stage(beside(name), beside(self.models(name)), values, kind=_kind(name))

    def stage_frame(self, name: str, frame: pl.DataFrame) -> int:
        """Make a stage table of a frame; gives its rows."""
        return self.opened.stage_frame(beside(name), frame, kind=_kind(name))

    def select(self, name: str, **more: object) -> pl.DataFrame:
        """Give what a model selects as a frame, in its order; there is no table of it."""
        values = exposure_values(self.terms, self.night) | more
        return self.opened.select(name, beside(self.models(name)), values)


def beside(text: str) -> str:
    """Name the tables of the side detectors as temporary ones: they are never written to the file.

    There may be as many rows as there are sessions, and none outlives its night.
    """
    return text.replace("stage.signal_", "temp.signal_")


def _kind(name: str) -> str:
    return "temp table" if beside(name) != name else "table"


Detector = Callable[[Question], Found]
