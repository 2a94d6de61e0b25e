"""Surge days as an amnesty in words that can be pasted into a policy file; never applied by itself.

What is proposed is refused as it stands: the person who decides writes in the name.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.sentences import day_words

_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A day on which far more tutors cancelled than usual, as in core.surge_days."""

    day: date
    tutors_active: int
    tutors_hit: int
    late: int
    reason_code: str | None
    reason_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Surge days that follow each other, as one amnesty; at least one."""

    surges: tuple[Surge, ...]

    @property
    def first(self) -> date:
        """The first day."""
        return self.surges[0].day

    @property
    def last(self) -> date:
        """The last day."""
        return self.surges[-1].day

    @property
    def late(self) -> int:
        """Late sessions that it would take out."""
        return sum(one.late for one in self.surges)

    @property
    def days(self) -> str:
        """The days in words."""
        if self.first == self.last:
            return day_words(self.first)
        return f"{day_words(self.first)} to {day_words(self.last)}"

    @property
    def toml(self) -> str:
        """The lines for a policy file; refused until somebody's name is in them."""
        lines = [
            "[[amnesty]]",
            f'name = "surge of {self.first.isoformat()}"',
            f"from = {self.first.isoformat()}",
            f"until = {self.last.isoformat()}",
            *self._reasons(),
            f'words = "{self._hit()} on {self.days}, far more than usual"',
            'decided_by = ""   # the name of the person who decides; refused without one',
        ]
        return "\n".join(lines)

    def _hit(self) -> str:
        hit = " and ".join(f"{one.tutors_hit} of {one.tutors_active}" for one in self.surges)
        return f"{hit} tutors cancelled"

    def _reasons(self) -> list[str]:
        """Offer to forgive only the reason that most stated, where all days have the same."""
        stated = {one.reason_code for one in self.surges}
        code = self.surges[0].reason_code
        if code is None or len(stated) > 1:
            return []
        share = min(one.reason_share for one in self.surges)
        offer = f"# reasons = [{_quoted(code)}]"
        return [f"{offer}   # {share:.0%} of them state it; without this line all are forgiven"]


def proposals(surges: Iterable[Surge]) -> list[Proposal]:
    """Propose an amnesty for surge days that have late sessions left, the newest first.

    Days that follow each other are one; what a person excused already is not late any more.
    """
    found: list[list[Surge]] = []
    for one in sorted(surges, key=lambda surge: surge.day):
        if one.late == 0:
            continue
        if found and one.day - found[-1][-1].day == _NEXT:
            found[-1].append(one)
        else:
            found.append([one])
    return [Proposal(surges=tuple(group)) for group in reversed(found)]


def _quoted(text: str) -> str:
    """Write a text as TOML does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
