"""How many incidents a rule needs at least: counted before anything is merged, forgiven or read.

Most days of most tutors hold too few for any rule. Finding that out takes two bisections, reading
a meter much more. A bound, never a verdict: where none is plain, the meter is read.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import Comparison, Meter, Policy, Rolling, Rule
from tutor_reliability.standing.incidents import Incident, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What one meter of a rule needs: so many of these, in a window's length where it has one."""

    least: float
    days: list[date]
    counts_from: list[date]
    length: Length | None

    def lacks(self, day: date) -> bool:
        """Tell whether a day has too few behind it, whatever is known of them."""
        first, last = self._inside(day)
        return last - first < self.least

    def lacks_known(self, day: date, night: date) -> bool:
        """Tell whether too few of them count by a night."""
        first, last = self._inside(day)
        return sum(one <= night for one in self.counts_from[first:last]) < self.least

    def _inside(self, day: date) -> tuple[int, int]:
        first = bisect_right(self.days, self.length.before(day)) if self.length else 0
        return first, bisect_right(self.days, day)


def needed(
    text: Policy, rule: Rule, known: Sequence[Incident], kept: Sequence[Kept]
) -> list[Needed]:
    """Give what a rule needs of what is known of a tutor, where that is plain."""
    return [
        _of_meter(meter, least, known)
        for one in rule.when
        for meter in (text.meter(one.meter),)
        for least in (least_of(one),)
        if least is not None and _is_plain(text, meter, kept)
    ]


def least_of(comparison: Comparison) -> float | None:
    """Give what a meter must at least read above nothing; None where nothing may do."""
    if comparison.sign in (">=", "==") and comparison.number > 0:
        return comparison.number
    if comparison.sign == ">" and comparison.number >= 0:
        return comparison.number or 5e-324
    return None


def _is_plain(text: Policy, meter: Meter, kept: Sequence[Kept]) -> bool:
    """Tell whether a meter reads at most the number of its incidents."""
    made = any(one.to in meter.of for one in text.derives)
    taught = any(one.outcome in meter.of for one in kept)
    return meter.kind in ("count", "streak") and not (made or taught or meter.weighted)


def _of_meter(meter: Meter, least: float, known: Sequence[Incident]) -> Needed:
    rows = sorted(
        (one.on(meter.axis), one.counts_from)
        for one in known
        if one.outcome in meter.of and one.is_in(meter)
    )
    rolls = isinstance(meter.window, Rolling) and meter.kind == "count"
    return Needed(
        least=least,
        days=[day for day, _ in rows],
        counts_from=[counts for _, counts in rows],
        length=meter.window.length if rolls and isinstance(meter.window, Rolling) else None,
    )
