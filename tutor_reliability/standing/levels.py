"""Since when a rule holds that stands while it does: asked only where a meter of it can move.

From tonight backwards, unless its past matters: to an answer, or to a later rule.
"""

from bisect import bisect_right
from dataclasses import replace
from datetime import date

from tutor_reliability.policy.model import Meter, Policy, Rule
from tutor_reliability.standing.asking import Asking, tested
from tutor_reliability.standing.evaluate import Ready, Run, named
from tutor_reliability.standing.periods import next_asked
from tutor_reliability.standing.spells import ONE_DAY, Firing, stands_until_next
from tutor_reliability.standing.turning import turning_days


class Levels:
    """One tutor's rules that stand while they hold."""

    def __init__(self, asking: Asking) -> None:
        """Take a tutor as of a night."""
        self.asking = asking
        self.judged = asking.judged
        self.as_of = asking.as_of
        self._assessed: dict[str, list[tuple[date, Policy, Rule]]] = {}

    def runs(self, rule: str, ready: Ready) -> list[Run]:
        """Give the runs of days on which a rule held; only the last where no past matters."""
        texts = [(text, its) for text in self.judged.book.variants
                 if (its := named(text, rule)) and _stands_while(its)]  # fmt: skip
        first = self.judged.first_day if texts else None
        if first is None or first > self.as_of:
            return []
        if not self._past_matters(rule, texts):
            latest = self._level(rule, self.as_of, ready)
            return [self._last_run(rule, texts, first, latest, ready)] if latest else []
        return self._all_runs(rule, texts, first, ready)

    def next_turn(self) -> date | None:
        """Give the first day after tonight on which a level may change by time alone."""
        found = [
            day
            for text in self.judged.book.variants
            for rule in text.rules
            if rule.trigger == "level"
            for meter in tested(text, rule)
            for day in self._turning(meter)
            if day > self.as_of
        ]
        return min(found, default=None)

    def _last_run(
        self, rule: str, texts: list[tuple[Policy, Rule]], first: date, latest: Firing, ready: Ready
    ) -> Run:
        began = self.as_of
        for day in reversed(self._turns(rule, texts, first)):
            if self._level(rule, day, ready) is None:
                break
            began = day
        return replace(latest, known_on=began), self._next_date(latest)

    def _all_runs(
        self, rule: str, texts: list[tuple[Policy, Rule]], first: date, ready: Ready
    ) -> list[Run]:
        found: list[Run] = []
        began: date | None = None
        for day in self._turns(rule, texts, first):
            holds = self._level(rule, day, ready)
            if holds is not None:
                began = began or day
            elif began is not None:
                found.append((self._shown(rule, began, day - ONE_DAY, ready), day))
                began = None
        if began is not None:
            latest = self._shown(rule, began, self.as_of, ready)
            found.append((latest, self._next_date(latest)))
        return found

    def _shown(self, rule: str, began: date, day: date, ready: Ready) -> Firing:
        latest = self._level(rule, day, ready)
        assert latest is not None  # noqa: S101 - the run lasts until then
        return replace(latest, known_on=began)

    def _past_matters(self, rule: str, texts: list[tuple[Policy, Rule]]) -> bool:
        asked = {
            effect
            for text, its in texts
            for later in text.rules[text.rules.index(its) + 1 :]
            for effect in (*later.during, *later.unless)
        }
        effects = {its.effect.do for _, its in texts}
        effects |= {text.newcomers.do for text, _ in texts if text.newcomers}
        return bool(self.judged.answers.get(rule)) or not effects.isdisjoint(asked)

    def _turns(self, rule: str, texts: list[tuple[Policy, Rule]], first: date) -> list[date]:
        """Give the days up to tonight on which a rule that stands while it holds may change."""
        found = {first} | {one.from_day for one in self.judged.book.variants}
        found |= {one.until_day for one in self.judged.book.variants if one.until_day}
        for text, its in texts:
            if its.during or its.unless:
                span = range(first.toordinal(), self.as_of.toordinal() + 1)
                return [date.fromordinal(one) for one in span]
            if its.at is not None:
                days = [day for day, _, _ in self._assessments(rule)]
                found |= {*days, *(next_asked(its, day) for day in days)}
            else:
                found |= {day for one in tested(text, its) for day in self._turning(one)}
        return sorted(day for day in found if first <= day <= self.as_of)

    def _turning(self, meter: Meter) -> set[date]:
        its = self.asking.resets.get(meter.name, ())
        return turning_days(meter, self.judged.history, self.asking.known, its, self.as_of)

    def _level(self, name: str, day: date, ready: Ready) -> Firing | None:
        text = self.judged.text(day)
        rule = named(text, name)
        if text is not None and rule is not None and rule.trigger == "level":
            return self.asking.holds(text, rule, day, day, ready)
        asked = self._assessments(name)
        index = bisect_right(asked, day, key=lambda one: one[0])
        if not index:
            return None
        last, its_text, its_rule = asked[index - 1]
        if day >= next_asked(its_rule, last):
            return None
        return self.asking.holds(its_text, its_rule, last, last, ready)

    def _assessments(self, name: str) -> list[tuple[date, Policy, Rule]]:
        """Give the dates on which a rule that stands until the next is asked, with its text."""
        if name not in self._assessed:
            self._assessed[name] = sorted(
                (
                    (day, text, rule)
                    for text in self.judged.book.variants
                    if (rule := named(text, name)) and stands_until_next(rule)
                    for day in self.asking.dates(rule, self.as_of)
                    if self.judged.text(day) is text
                ),
                key=lambda one: one[0],
            )
        return self._assessed[name]

    def _next_date(self, latest: Firing) -> date | None:
        if latest.rule.trigger != "dates":
            return None
        return next_asked(latest.rule, latest.day)


def _stands_while(rule: Rule) -> bool:
    return rule.trigger == "level" or stands_until_next(rule)
