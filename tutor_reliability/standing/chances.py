"""Since when a rule on evidence stands: a tutor's points of a chance as runs of days.

No state is carried from night to night: a run begins at the first point that reaches what the rule
asks for, and ends at the point up to which the chance has stayed below the rule's release for its
time; without a release, at the first lower point. The points are given, so both `definition` and
`fold` use what is here.

- A point is judged by the text in force on its day. A run goes on in a newer text that has the
  rule, and ends with a text that has it no longer, or has it look at another signal.
- A point of tonight that will not be there tomorrow (no Sunday, no session of that day) is only
  read: else the first day of a run, and the name of its case, would move with every night.
- A run is known from the night on which the sessions that began it were settled.
- Where excuses are undecided, a run is not certain if the chance without one of the sessions that
  began it would not have begun it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tutor_reliability.policy.model import EVIDENCE, Policy, Rule
from tutor_reliability.standing.evaluate import Ready, Run, named
from tutor_reliability.standing.incidents import History, Judged, Point
from tutor_reliability.standing.spells import ONE_DAY, Firing

_SUNDAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The days through which one text has one rule on evidence; `until` is half-open."""

    text: Policy
    rule: Rule
    first: date
    until: date

    @property
    def signal(self) -> str:
        """What the rule looks at."""
        return self.text.meter(self.rule.when[0].meter).signal

    def follows(self, other: "Stretch") -> bool:
        """Tell whether what stood in another goes on in this one."""
        return other.until == self.first and other.signal == self.signal

    def is_over(self, low_since: date, day: date) -> bool:
        """Tell whether a run is over that has been low since a day."""
        release = self.rule.effect.release
        return release is None or release.lasts.after(low_since) <= day

    def is_low(self, chance: float) -> bool:
        """Tell whether a chance leads towards the end of a run."""
        release = self.rule.effect.release
        return chance < release.below if release else not self.begins(chance)

    def begins(self, chance: float) -> bool:
        """Tell whether a chance begins a run."""
        return self.rule.when[0].holds(chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A point, and the night by which all it rested on was settled."""

    point: Point
    known_on: date

    @property
    def day(self) -> date:
        """Its day."""
        return self.point.day


@dataclass(slots=True, kw_only=True)
class Standing:
    """A run being told: where it began and is now, its points so far, since when it is low."""

    began: Stretch
    stretch: Stretch
    points: list[Known]
    low_since: date | None = None

    def takes(self, one: Known) -> bool:
        """Take a point in, unless it ends the run."""
        if not self.stretch.is_low(one.point.chance):
            self.low_since = None
        elif self.low_since is None:
            self.low_since = one.day
        if self.low_since is not None and self.stretch.is_over(self.low_since, one.day):
            return False
        self.points.append(one)
        return True


def chance_runs(judged: Judged, rule: str, ready: Ready, as_of: date) -> list[Run]:
    """Give the runs through which a rule on evidence stood, oldest first.

    Args:
        judged: One tutor.
        rule: The rule's name.
        ready: Whether the effects it asks for stand beside it, and those it excludes do not.
        as_of: Tonight.
    """
    if not judged.history.chances:
        return []
    return [
        part
        for standing, until in _runs(judged, list(_stretches(judged, rule)), as_of)
        if _is_certain(judged.history, standing)
        for part in _parts(judged, standing, until, ready, as_of)
    ]


def lasts(point: Point, as_of: date) -> bool:
    """Tell whether a point will still be there on later nights."""
    if point.day != as_of or point.day.weekday() == _SUNDAY:
        return True
    return any(one.day == point.day for one in point.incidents)


def _stretches(judged: Judged, name: str) -> Iterator[Stretch]:
    """Give the stretches of a rule, in order."""
    days = {one.from_day for one in judged.book.variants}
    days |= {one.until_day for one in judged.book.variants if one.until_day}
    for first, until in pairwise([*sorted(days), date.max]):
        text = judged.text(first)
        rule = named(text, name)
        if text is not None and rule is not None and rule.trigger == EVIDENCE:
            yield Stretch(text=text, rule=rule, first=first, until=until)


def _points(history: History, stretch: Stretch, as_of: date) -> Iterator[Known]:
    """Give the points that a stretch judges, each with the night by which it was known."""
    known = date.min
    for one in sorted(history.chances.get(stretch.signal, ()), key=lambda one: one.day):
        known = max(known, one.day, *(session.counts_from for session in one.incidents))
        if stretch.first <= one.day < stretch.until and one.day <= as_of:
            yield Known(point=one, known_on=known)


def _runs(
    judged: Judged, stretches: Sequence[Stretch], as_of: date
) -> Iterator[tuple[Standing, date | None]]:
    """Give each run with the first day on which it no longer stood; None: it stands."""
    standing: Standing | None = None
    for stretch in stretches:
        if stretch.first > as_of:
            break
        if standing is not None and not stretch.follows(standing.stretch):
            yield standing, standing.stretch.until
            standing = None
        if standing is not None:
            standing.stretch = stretch
        for one in _points(judged.history, stretch, as_of):
            standing, ended = _told(standing, stretch, one, final=lasts(one.point, as_of))
            if ended is not None:
                yield ended, one.day
    if standing is not None:
        until = standing.stretch.until
        yield standing, until if until <= as_of else None


def _told(
    standing: Standing | None, stretch: Stretch, one: Known, *, final: bool
) -> tuple[Standing | None, Standing | None]:
    """Take a point: what stands after it, and what it ended."""
    if standing is None:
        begins = final and stretch.begins(one.point.chance)
        begun = Standing(began=stretch, stretch=stretch, points=[one])
        return begun if begins else None, None
    if not final:
        standing.points.append(one)
        return standing, None
    return (standing, None) if standing.takes(one) else (None, standing)


def _is_certain(history: History, standing: Standing) -> bool:
    """Tell whether a run stands whatever becomes of the excuses that are undecided."""
    if not history.certain:
        return True
    without = (
        history.without.get((standing.began.signal, one.session_id))
        for one in standing.points[0].point.incidents
        if one.pending
    )
    return all(one is None or standing.began.begins(one) for one in without)


def _parts(
    judged: Judged, standing: Standing, until: date | None, ready: Ready, as_of: date
) -> Iterator[Run]:
    """Give the parts of a run in which the effects around it were as the rule asks."""
    first, after = standing.points[0].known_on, until or as_of + ONE_DAY
    if not _asks_beside(judged, standing.began.rule.name):
        if first < after:
            yield _shown(judged, standing, first, after), until
        return
    began: date | None = None
    for number in range(first.toordinal(), after.toordinal()):
        day = date.fromordinal(number)
        text, rule = _asked(judged, standing, day)
        if ready(text, rule, day):
            began = began or day
        elif began is not None:
            yield _shown(judged, standing, began, day), day
            began = None
    if began is not None:
        yield _shown(judged, standing, began, after), until


def _asks_beside(judged: Judged, name: str) -> bool:
    """Tell whether a rule asks, in any text, for effects beside it."""
    rules = (one for text in judged.book.variants for one in text.rules if one.name == name)
    return any(one.during or one.unless for one in rules)


def _asked(judged: Judged, standing: Standing, day: date) -> tuple[Policy, Rule]:
    """Give the text and the rule on a day of a run."""
    text = judged.text(day)
    assert text is not None  # noqa: S101 - a run ends with the texts that have its rule
    return text, next(one for one in text.rules if one.name == standing.began.rule.name)


def _shown(judged: Judged, standing: Standing, began: date, after: date) -> Firing:
    """Show a run by its last chance before a day, and the sessions that were named for it last."""
    text, rule = _asked(judged, standing, after - ONE_DAY)
    upto = [one.point for one in standing.points if one.day < after]
    named = next((one.incidents for one in reversed(upto) if one.incidents), ())
    return Firing(
        rule=rule,
        text=text,
        day=upto[-1].day,
        known_on=began,
        incidents=tuple(named),
        values=((rule.when[0].meter, upto[-1].chance),),
    )
