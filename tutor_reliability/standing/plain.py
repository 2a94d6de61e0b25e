"""A rule that only counts incidents in a rolling window, asked fast; most rules are of that kind.

The same as asking its meter, without building what stands in it anew for each day and night. It is
asked so where nothing reaches beyond the window: nothing derived, forgiven, weighed or told apart,
and merged within a day alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import Comparison, Merge, Meter, Policy, Rolling, Rule
from tutor_reliability.standing.incidents import Incident, Kept
from tutor_reliability.standing.least import least_of
from tutor_reliability.standing.worlds import alike, order


@dataclass(slots=True)
class _Row:
    """An incident, whether it is counted or asked on, and what it is merged by, once asked."""

    incident: Incident
    counts_from: date
    counted: bool
    asked_on: bool
    alike: tuple[object, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCount:
    """One rule of one text, for one tutor: what may count, in the meter's order, and its days."""

    rule: Rule
    length: Length
    comparison: Comparison
    rows: Sequence[_Row]
    days: Sequence[date]
    meter: Meter
    merges: Sequence[Merge]

    def readings(self, day: date) -> Iterator[tuple[date, tuple[Incident, ...]]]:
        """Give the nights on which it was known to hold of a day, with what was then counted."""
        last = bisect_right(self.days, day)
        if not last or self.days[last - 1] != day:
            return
        first = bisect_right(self.days, self.length.before(day))
        if last - first < (least_of(self.comparison) or 0.0):
            return
        rows = self.rows[first:last]
        of_day = bisect_left(self.days, day) - first
        for night in sorted({day, *(one.counts_from for one in rows if one.counts_from > day)}):
            known = [one for one in rows if one.counts_from <= night]
            before = sum(one.counts_from <= night for one in rows[:of_day])
            counted = self._counted(known, before)
            if counted is not None:
                yield night, counted

    def _counted(self, known: Sequence[_Row], before: int) -> tuple[Incident, ...] | None:
        """Give what is counted; None where that is not enough, or the day is not asked.

        Args:
            known: What is known of the window.
            before: How many of these fell before its last day.
        """
        stand = self._stand(known)
        counted = [one.incident for one, stands in zip(known, stand, strict=True)
                   if stands and one.counted]  # fmt: skip
        if not self.comparison.holds(float(len(counted))):
            return None
        asked = any(
            stands and one.asked_on
            for one, stands in zip(known[before:], stand[before:], strict=True)
        )
        return tuple(counted) if asked else None

    def _stand(self, known: Sequence[_Row]) -> list[bool]:
        """Merge: at most so many alike stand, the first."""
        stand = [True] * len(known)
        for place, merge in enumerate(self.merges):
            seen: dict[object, int] = {}
            for number, one in enumerate(known):
                key = self._alike(one)[place]
                if key is None or not stand[number]:
                    continue
                seen[key] = seen.get(key, 0) + 1
                stand[number] = seen[key] <= merge.cap
        return stand

    def _alike(self, row: _Row) -> tuple[object, ...]:
        """Give what an incident may be merged by in each merge."""
        if row.alike is None:
            row.alike = tuple(_alike(one, self.meter, row.incident) for one in self.merges)
        return row.alike


def plain_count(
    text: Policy, rule: Rule, known: Sequence[Incident], kept: Sequence[Kept]
) -> PlainCount | None:
    """Line up a tutor's incidents for a rule; None where it is not of the plain kind.

    Args:
        text: The text.
        rule: One of its rules.
        known: What is known of the tutor tonight.
        kept: The sessions that took place.
    """
    meter = text.meter(rule.when[0].meter)
    merges = [one for one in text.merges if meter.name in one.meters]
    if len(rule.when) != 1 or not _is_plain(text, rule, meter, merges, kept):
        return None
    if any(one.weight != 1.0 for one in known) or not isinstance(meter.window, Rolling):
        return None
    named = {*meter.of, *rule.on, *(outcome for one in merges for outcome in one.of)}
    its = sorted((one for one in known if one.outcome in named), key=order(meter))
    rows = [
        _Row(one, one.counts_from, one.outcome in meter.of, one.outcome in rule.on)
        for one in its
        if one.is_in(meter)
    ]
    return PlainCount(
        rule=rule,
        length=meter.window.length,
        comparison=rule.when[0],
        rows=rows,
        days=[one.incident.on(meter.axis) for one in rows],
        meter=meter,
        merges=merges,
    )


def _is_plain(
    text: Policy, rule: Rule, meter: Meter, merges: Sequence[Merge], kept: Sequence[Kept]
) -> bool:
    counts = meter.kind == "count" and not (meter.distinct or meter.forgive or meter.weighted)
    local = all("day" in one.by for one in merges)
    taught = any(one.outcome in meter.of for one in kept)
    return rule.trigger == "incident" and counts and local and not (text.derives or taught)


def _alike(merge: Merge, meter: Meter, one: Incident) -> object:
    if one.outcome not in merge.of:
        return None
    key = alike(merge, meter, one)
    return None if None in key else key
