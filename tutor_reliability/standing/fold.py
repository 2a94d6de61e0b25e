"""What runs at night: the same as `definition`, asking only where an answer can be new.

A rule is asked of a day on the nights on which something of that day or before it became known;
a level only on the days on which a meter of it can move, see `levels`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from tutor_reliability.policy.model import EVIDENCE, Meter, Policy, Rule
from tutor_reliability.standing.asking import Asking, in_order, tested
from tutor_reliability.standing.chances import chance_runs
from tutor_reliability.standing.evaluate import Ready, Run, named
from tutor_reliability.standing.incidents import Judged
from tutor_reliability.standing.least import Needed, needed
from tutor_reliability.standing.levels import Levels
from tutor_reliability.standing.periods import assessed
from tutor_reliability.standing.plain import PlainCount, plain_count
from tutor_reliability.standing.readings import Reading
from tutor_reliability.standing.spells import Firing, stands_until_next
from tutor_reliability.standing.tail import Told, has_tail, last_stretch


class Fold:
    """One tutor's rules, asked where an answer can be new."""

    def __init__(self, judged: Judged, as_of: date, told: Told | None = None) -> None:
        """Take a tutor as of a night; give this to `evaluate.standing`."""
        self.judged = judged
        self.as_of = as_of
        self.told = told
        self.asking = Asking(judged, as_of)
        self.meters = self.asking.meters
        self.known = self.asking.known
        self._levels = Levels(self.asking)
        self._plain: dict[tuple[int, str], PlainCount | None] = {}
        self._least: dict[tuple[int, str], list[Needed]] = {}
        self._asked_days: dict[str, list[date]] = {}
        self._axes: dict[tuple[int, str], frozenset[str]] = {}

    def firings(self, rule: str, ready: Ready) -> list[Firing]:
        """Give the firings of a rule, in the order in which they were known."""
        found = [one for day in self._days_asked(rule) for one in self._of_day(rule, day, ready)]
        return sorted(found, key=lambda one: (one.known_on, one.day))

    def bearing(self, rule: str, ready: Ready) -> list[Firing]:
        """Give those of them on which anything rests that stands tonight, or that was answered."""
        plain = self._with_tail(rule)
        if plain is None:
            return self.firings(rule, ready)
        known = list(accumulate((one.counts_from for one in plain.rows), max))

        def known_by(day: date) -> date:
            upto = bisect_right(plain.days, day)
            return max(day, known[upto - 1]) if upto else day

        return last_stretch(
            plain.rule,
            self._days_asked(rule),
            lambda day: self._of_day(rule, day, ready),
            known_by,
            as_of=self.as_of,
            told=self.told,
        )

    def _with_tail(self, name: str) -> PlainCount | None:
        """Give how a rule counts, where its last stretch is all that matters."""
        text, *others = self.judged.book.variants
        rule = named(text, name)
        if others or rule is None or self.judged.answers.get(name) or not has_tail(text, rule):
            return None
        return self._plain_count(text, rule)

    def _of_day(self, name: str, day: date, ready: Ready) -> list[Firing]:
        """Give the firings of a rule about a day: by each night that knew otherwise of it."""
        text = self.judged.text(day)
        its = named(text, name)
        if text is None or its is None or not its.asked_on_days or stands_until_next(its):
            return []
        found: list[Firing] = []
        for firing in self._fired_of(text, its, day, ready):
            if not found or firing.incidents != found[-1].incidents:
                found.append(firing)
        return found

    def runs(self, rule: str, ready: Ready) -> list[Run]:
        """Give the runs of days on which a rule that stands while it holds did.

        Only the last where nothing but tonight is asked.
        """
        return [
            *chance_runs(self.judged, rule, ready, self.as_of),
            *self._levels.runs(rule, ready),
        ]

    def next_turn(self) -> date | None:
        """Give the first day after tonight on which a level may change by time alone."""
        return self._levels.next_turn()

    def read(self, text: Policy, meter: Meter, day: date, known_on: date) -> Reading:
        """Read a meter at the end of a day, by what was known on a night."""
        return self.asking.read(text, meter, day, known_on)

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
                    incidents=in_order(counted),
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
                found |= set(self.asking.dates(rule, self.as_of))
            else:
                found |= self._days_of(text, rule)
        return sorted(day for day in found if day <= self.as_of)

    def _days_of(self, text: Policy, rule: Rule) -> set[date]:
        found: set[date] = set()
        for meter in tested(text, rule):
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
        return frozenset(meter.axis for one, its in asked for meter in tested(one, its))

    def _fired(
        self, text: Policy, rule: Rule, day: date, night: date, ready: Ready
    ) -> Firing | None:
        if rule.trigger != "dates" and not self._is_asked(text, rule, day, night):
            return None
        if rule.trigger == "dates" and day not in set(
            assessed(rule.at, day, day) if rule.at else ()
        ):
            return None
        firing = self.asking.holds(text, rule, day, night, ready)
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
                return self.asking.holds(text, rule, earlier, night, ready) is not None
        return False

    def _is_asked(self, text: Policy, rule: Rule, day: date, night: date) -> bool:
        meters = tested(text, rule)
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
