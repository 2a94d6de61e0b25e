"""What runs at night: the same as `definition`, asking only where an answer can be new.

A rule is asked of a day on the nights on which something of that day or before it became known;
a level only on the days on which a meter of it can move, from tonight backwards.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tutor_reliability.policy.model import EVIDENCE, Meter, Policy, Rule
from tutor_reliability.standing.chances import chance_runs
from tutor_reliability.standing.evaluate import Ready, Run, named, resets
from tutor_reliability.standing.incidents import Incident, Judged
from tutor_reliability.standing.least import Needed, needed
from tutor_reliability.standing.meters import Meters
from tutor_reliability.standing.periods import assessed, next_asked
from tutor_reliability.standing.plain import PlainCount, plain_count
from tutor_reliability.standing.readings import Reading
from tutor_reliability.standing.spells import ONE_DAY, Firing, stands_until_next
from tutor_reliability.standing.turning import turning_days
from tutor_reliability.standing.worlds import Id


class Fold:
    """One tutor's rules, asked where an answer can be new."""

    def __init__(self, judged: Judged, as_of: date) -> None:
        """Take a tutor as of a night; give this to `evaluate.standing`."""
        self.judged = judged
        self.as_of = as_of
        self.resets = resets(judged)
        self.meters = Meters(judged, self.resets, as_of)
        self.known = self.meters.known
        self._plain: dict[tuple[int, str], PlainCount | None] = {}
        self._least: dict[tuple[int, str], list[Needed]] = {}
        self._asked_days: dict[str, list[date]] = {}
        self._axes: dict[tuple[int, str], frozenset[str]] = {}
        self._assessed: dict[str, list[tuple[date, Policy, Rule]]] = {}

    def firings(self, rule: str, ready: Ready) -> list[Firing]:
        """Give the firings of a rule, in the order in which they were known."""
        found: list[Firing] = []
        for day in self._days_asked(rule):
            text = self.judged.text(day)
            its = named(text, rule)
            if text is None or its is None or not its.asked_on_days or stands_until_next(its):
                continue
            before: tuple[Incident, ...] | None = None
            for firing in self._fired_of(text, its, day, ready):
                if firing.incidents != before:
                    found.append(firing)
                    before = firing.incidents
        return sorted(found, key=lambda one: (one.known_on, one.day))

    def runs(self, rule: str, ready: Ready) -> list[Run]:
        """Give the runs of days on which a rule that stands while it holds did.

        Only the last where nothing but tonight is asked.
        """
        return [
            *chance_runs(self.judged, rule, ready, self.as_of),
            *self._level_runs(rule, ready),
        ]

    def _level_runs(self, rule: str, ready: Ready) -> list[Run]:
        texts = [(text, its) for text in self.judged.book.variants
                 if (its := named(text, rule)) and _stands_while(its)]  # fmt: skip
        first = self.judged.first_day
        if not texts or first is None or first > self.as_of:
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
            for meter in _tested(text, rule)
            for day in self._turning(meter)
            if day > self.as_of
        ]
        return min(found, default=None)

    def read(self, text: Policy, meter: Meter, day: date, known_on: date) -> Reading:
        """Read a meter at the end of a day, by what was known on a night."""
        return self.meters.world(text, meter, day, known_on).tape.read(day)

    def _fired_of(self, text: Policy, rule: Rule, day: date, ready: Ready) -> Iterator[Firing]:
        """Give the firings of a rule about a day, night by night."""
        plain = self._plain_count(text, rule)
        if plain is not None:
            yield from self._fired_plainly(text, rule, plain, day, ready)
            return
        least = self._needed(text, rule)
        if any(one.lacks(day) for one in least):
            return
        for night in [day] if rule.trigger == "dates" else self._nights(text, rule, day):
            if any(one.lacks_known(day, night) for one in least):
                continue
            firing = self._fired(text, rule, day, night, ready)
            if firing is not None:
                yield firing

    def _fired_plainly(
        self, text: Policy, rule: Rule, plain: PlainCount, day: date, ready: Ready
    ) -> Iterator[Firing]:
        meter = rule.when[0].meter
        for night, counted in plain.readings(day):
            if ready(text, rule, day):
                yield Firing(
                    rule=rule,
                    text=text,
                    day=day,
                    known_on=night,
                    incidents=_in_order(counted),
                    values=((meter, float(len(counted))),),
                )

    def _plain_count(self, text: Policy, rule: Rule) -> PlainCount | None:
        key = (text.variant, rule.name)
        if key not in self._plain:
            self._plain[key] = plain_count(text, rule, self.known, self.judged.history.kept)
        return self._plain[key]

    def _needed(self, text: Policy, rule: Rule) -> list[Needed]:
        key = (text.variant, rule.name)
        if key not in self._least:
            self._least[key] = needed(text, rule, self.known, self.judged.history.kept)
        return self._least[key]

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
                found |= {day for one in _tested(text, its) for day in self._turning(one)}
        return sorted(day for day in found if first <= day <= self.as_of)

    def _turning(self, meter: Meter) -> set[date]:
        its = self.resets.get(meter.name, ())
        return turning_days(meter, self.judged.history, self.known, its, self.as_of)

    def _level(self, name: str, day: date, ready: Ready) -> Firing | None:
        text = self.judged.text(day)
        rule = named(text, name)
        if text is not None and rule is not None and rule.trigger == "level":
            return self._holds(text, rule, day, day, ready)
        asked = self._assessments(name)
        index = bisect_right(asked, day, key=lambda one: one[0])
        if not index:
            return None
        last, its_text, its_rule = asked[index - 1]
        if day >= next_asked(its_rule, last):
            return None
        return self._holds(its_text, its_rule, last, last, ready)

    def _assessments(self, name: str) -> list[tuple[date, Policy, Rule]]:
        """Give the dates on which a rule that stands until the next is asked, with its text."""
        if name not in self._assessed:
            self._assessed[name] = sorted(
                (
                    (day, text, rule)
                    for text in self.judged.book.variants
                    if (rule := named(text, name)) and stands_until_next(rule)
                    for day in self._dates(rule, self.as_of)
                    if self.judged.text(day) is text
                ),
                key=lambda one: one[0],
            )
        return self._assessed[name]

    def _next_date(self, latest: Firing) -> date | None:
        if latest.rule.trigger != "dates":
            return None
        return next_asked(latest.rule, latest.day)

    def _dates(self, rule: Rule, until: date) -> list[date]:
        first = self.judged.first_day
        return list(assessed(rule.at, first, until)) if rule.at and first else []

    def _days_asked(self, name: str) -> list[date]:
        """Give the days of which a rule may be asked."""
        if name not in self._asked_days:
            self._asked_days[name] = self._find_days_asked(name)
        return self._asked_days[name]

    def _find_days_asked(self, name: str) -> list[date]:
        found: set[date] = set()
        for text in self.judged.book.variants:
            rule = named(text, name)
            if rule is None or not rule.asked_on_days:
                continue
            if rule.at is not None:
                found |= set(self._dates(rule, self.as_of))
            else:
                found |= self._days_of(text, rule)
        return sorted(day for day in found if day <= self.as_of)

    def _days_of(self, text: Policy, rule: Rule) -> set[date]:
        found: set[date] = set()
        for meter in _tested(text, rule):
            wanted = meter.of if rule.trigger == "crossing" else rule.on
            found |= {
                one.on(meter.axis) for one in self.known if text.derives or one.outcome in wanted
            }
            if rule.trigger == "crossing":
                found |= {
                    day
                    for one in self.judged.history.kept
                    if one.outcome in wanted
                    for day in one.days
                }
        return found

    def _nights(self, text: Policy, rule: Rule, day: date) -> list[date]:
        """Give the nights on which something of a day or before it became known.

        Whether a crossing is one is asked of an earlier day too, maybe of another text's meters.
        """
        key = (text.variant, rule.name)
        if key not in self._axes:
            self._axes[key] = self._axes_of(text, rule)
        axes = self._axes[key]
        if all(self.meters.is_settled(axis, day, day) for axis in axes):
            return [day]
        return self.meters.nights(axes, day)

    def _axes_of(self, text: Policy, rule: Rule) -> frozenset[str]:
        texts = self.judged.book.variants if rule.trigger == "crossing" else [text]
        asked = [(one, its) for one in texts if (its := named(one, rule.name))]
        return frozenset(meter.axis for one, its in asked for meter in _tested(one, its))

    def _fired(
        self, text: Policy, rule: Rule, day: date, night: date, ready: Ready
    ) -> Firing | None:
        if rule.trigger != "dates" and not self._is_asked(text, rule, day, night):
            return None
        if rule.trigger == "dates" and day not in set(
            assessed(rule.at, day, day) if rule.at else ()
        ):
            return None
        firing = self._holds(text, rule, day, night, ready)
        if firing is None or rule.trigger != "crossing":
            return firing
        return None if self._held_before(rule.name, day, night, ready) else firing

    def _held_before(self, name: str, day: date, night: date, ready: Ready) -> bool:
        days = self._days_asked(name)
        for earlier in reversed(days[: bisect_left(days, day)]):
            text = self.judged.text(earlier)
            rule = named(text, name)
            if text is None or rule is None or rule.trigger in ("level", "dates", EVIDENCE):
                continue
            if self._is_asked(text, rule, earlier, night):
                return self._holds(text, rule, earlier, night, ready) is not None
        return False

    def _is_asked(self, text: Policy, rule: Rule, day: date, night: date) -> bool:
        meters = _tested(text, rule)
        worlds = [self.meters.world(text, meter, day, night) for meter in meters]
        for meter, world in zip(meters, worlds, strict=True):
            wanted = meter.of if rule.trigger == "crossing" else rule.on
            if any(
                one.outcome in wanted and all(other.holds(one, day) for other in worlds)
                for one in world.on(day)
            ):
                return True
            if rule.trigger == "crossing" and any(one.on(day) for one in world.tape.kept_of):
                return True
        return False

    def _holds(
        self, text: Policy, rule: Rule, day: date, night: date, ready: Ready
    ) -> Firing | None:
        incidents: dict[Id, Incident] = {}
        values = []
        for comparison in rule.when:
            reading = self.read(text, text.meter(comparison.meter), day, night)
            if reading.value is None or not comparison.holds(reading.value):
                return None
            incidents |= {one.id: one for one in reading.incidents}
            values.append((comparison.meter, reading.value))
        if not ready(text, rule, day):
            return None
        return Firing(
            rule=rule,
            text=text,
            day=day,
            known_on=night,
            incidents=_in_order(incidents.values()),
            values=tuple(values),
        )


def _in_order(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(incidents, key=lambda one: (one.day, one.session_id, one.outcome)))


def _tested(text: Policy, rule: Rule) -> list[Meter]:
    return [text.meter(one.meter) for one in rule.when]


def _stands_while(rule: Rule) -> bool:
    return rule.trigger == "level" or stands_until_next(rule)
