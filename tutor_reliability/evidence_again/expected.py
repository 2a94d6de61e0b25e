"""What was expected before looking at a tutor, as review.priors has it.

It is learnt from all tutors, not from this one, and taken as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.evidence_again.belief import Kind

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was learnt by a day.

    Attributes:
        kinds: Kinds of tutors, or of students, to expect.
        usual: Events a trial among peers; 0 where none is usual.
        near: Of peers' cancellations around the line, those just outside it; 0 to 1.
    """

    kinds: Sequence[Kind]
    usual: float
    near: float

    @property
    def by_trial(self) -> list[Kind]:
        """The kinds by events a trial, in place of times the usual."""
        return [
            Kind(share=one.share, shape=one.shape, rate=one.rate / self.usual) for one in self.kinds
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What was expected, by the last day it was learnt from; months no longer kept are missing."""

    months: Mapping[date, Learnt]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Expected":
        """Read it from the rows of a signal, by component."""
        months: dict[date, list[Row]] = {}
        for row in rows:
            until = row["fitted_until"]
            assert isinstance(until, date)  # noqa: S101 - a date column
            months.setdefault(until, []).append(row)
        return cls(months={until: _learnt(of_month) for until, of_month in months.items()})

    def on(self, day: date) -> Learnt | None:
        """Give what was expected on a day; None where that is not kept."""
        return self.months.get(day.replace(day=1) - timedelta(days=1))

    @property
    def newest(self) -> Learnt | None:
        """What was learnt last."""
        return self.months[max(self.months)] if self.months else None


def _learnt(rows: Sequence[Row]) -> Learnt:
    kinds = [
        Kind(**{name: float(str(row[name])) for name in ("share", "shape", "rate")}) for row in rows
    ]
    usual, near = (float(str(rows[0].get(name) or 0)) for name in ("usual", "usual_near"))
    return Learnt(kinds=kinds, usual=usual, near=near)
