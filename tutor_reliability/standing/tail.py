"""The last stretch of a rule that only counts: older ones are over, and nobody asks of them.

Where each day on which a rule held makes its effect stand so long, and nobody said anything, all
that matters tonight are the days whose effects touch one another up to now. They are found from
tonight backwards, until nothing older can reach them; or until a day that an earlier night told of
and of which nothing is new: since when it stands is known from then.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tutor_reliability.policy.model import Policy, Rule
from tutor_reliability.standing.spells import ONE_DAY, Firing, gated


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an earlier night told of a tutor.

    Attributes:
        since: Since when each rule's spell stood then.
        unchanged_before: Before that day nothing is new of the tutor.
    """

    since: Mapping[str, date]
    unchanged_before: date

    def tells_of(self, one: Firing) -> bool:
        """Tell whether a firing belonged to the spell that stood then."""
        since = self.since.get(one.rule.name)
        unchanged = max(one.day, one.known_on) < self.unchanged_before
        return since is not None and since <= one.known_on and unchanged


def has_tail(text: Policy, rule: Rule) -> bool:
    """Tell whether the rule's effect lasts from each day it held, and decides about no other."""
    effect = rule.effect
    if rule.trigger != "incident" or not effect.lasts or effect.stack != "restart":
        return False
    by_time = not (effect.human or effect.exits or effect.once or effect.release)
    alone = not (rule.during or rule.unless)
    beside = any(effect.do in (*one.during, *one.unless) for one in text.rules)
    return by_time and alone and not beside and not gated(text, rule)


def last_stretch(  # noqa: PLR0913 - a rule, its days, and what is asked of them
    rule: Rule,
    days: Sequence[date],
    fired: Callable[[date], Sequence[Firing]],
    known_by: Callable[[date], date],
    *,
    as_of: date,
    told: Told | None,
) -> list[Firing]:
    """Give the firings that touch one another up to now, in the order in which they were known.

    Args:
        rule: A rule that has a tail.
        days: The days of which it is asked, in order.
        fired: Gives its firings of a day.
        known_by: Gives a night by which all of a day and before it was known.
        as_of: Tonight.
        told: What an earlier night told.
    """
    found: list[Firing] = []
    last: list[Firing] = []
    looked_at = 0
    for day in reversed(days):
        reach = _until(rule, known_by(day))
        if reach < _reached(last, as_of):
            last, looked_at = _last(found), len(found)
            if reach < _reached(last, as_of):
                return last
        found += fired(day)
        if len(found) > looked_at and (told or len(found) >= 2 * looked_at):
            last, looked_at = _last(found), len(found)
            if told and any(told.tells_of(one) for one in last):
                since = min(told.since[rule.name], last[0].known_on)
                return [replace(last[0], follows=since), *last[1:]]
    return _last(found)


def _reached(last: Sequence[Firing], as_of: date) -> date:
    """Give the day that an effect must reach to matter: the first of a stretch, or tomorrow."""
    return last[0].known_on if last else as_of + ONE_DAY


def _last(firings: Iterable[Firing]) -> list[Firing]:
    """Give the last of some firings that touch one another, in the order they were known."""
    found: list[Firing] = []
    until = date.min
    for one in sorted(firings, key=lambda one: (one.known_on, one.day)):
        if one.known_on > until:
            found = []
        found.append(one)
        until = max(until, _until(one.rule, one.known_on))
    return found


def _until(rule: Rule, known_on: date) -> date:
    effect = rule.effect
    begins = effect.notice.after(known_on) if effect.notice else known_on
    assert effect.lasts is not None  # noqa: S101 - it has a tail
    return effect.lasts.after(begins)
