"""Who waits for a person: one entry an account, however many of its cases are open."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import polars as pl

from dashboards.weighed import Weighed

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A tutor with open cases, each a row of `queries/cases.sql`, the next to look at first.

    Attributes:
        place: Its place in the queue, from 1.
        cases: Its open cases.
        chances: Tonight's chances behind those that rest on evidence.
    """

    place: int
    cases: Sequence[Row]
    chances: Sequence[float]

    @property
    def next_case(self) -> Row:
        """The case to look at first: it says who, and the rate."""
        return self.cases[0]

    @property
    def due(self) -> Row:
        """The case that is due first."""
        return min(self.cases, key=lambda one: str(one["due_on"]))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that ask, that of the first case first."""
        return tuple(dict.fromkeys(str(one["rule"]) for one in self.cases))

    @property
    def chance(self) -> float | None:
        """The highest of its chances: the account is here for nothing only if all of them err.

        How far they err together nobody knows, so no smaller doubt than that of the surest is
        claimed.
        """
        return max(self.chances, default=None)

    def is_new(self, new_cases: AbstractSet[str]) -> bool:
        """Tell whether any of its cases is new."""
        return any(one["case_id"] in new_cases for one in self.cases)

    def most(self, name: str) -> float:
        """Give the largest figure of its cases."""
        return max(float(str(one[name] or 0)) for one in self.cases)


def accounts(queue: pl.DataFrame, weighed: Weighed) -> list[Account]:
    """Put the open cases of each tutor together; a tutor stands where the first of them stands.

    Args:
        queue: One row an open case, in the order of the queue.
        weighed: What the run weighed.
    """
    found: dict[str, list[Row]] = {}
    for row in queue.iter_rows(named=True):
        found.setdefault(str(row["tutor_id"]), []).append(row)
    return [
        Account(
            place=place,
            cases=cases,
            chances=[one for one in map(weighed.chance_of, cases) if one is not None],
        )
        for place, cases in enumerate(found.values(), start=1)
    ]
