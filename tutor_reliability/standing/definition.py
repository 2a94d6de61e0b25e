"""What the tutor half of the policy language means, said as plainly as Python can.

Nothing here is fast: every night is asked anew about every day, from all that counted by then.
What runs at night is `fold`, and must give the same. Where the text of a policy leaves something
open, it is read as follows.

- Knowledge: an incident counts from the night on which it is settled; what settles later may make
  a rule hold of an earlier day, but only from that later night on. A session that took place is
  known on its day.
- Merging comes before deriving, both inside one meter and only over what no excuse took out of
  it: an excused session can neither be merged into, nor help to derive, anything that counts.
- Unknown students and bookings are not alike; two incidents without a reason are.
- A rule asked on incidents is asked on the days of those that stand in every meter it tests: not
  excused from it, not merged away in it, not forgiven by it.
- Without `consume` each further incident that finds enough behind it makes another one. A session
  ends at most one derived incident of a kind, the first that it completes. What a later one uses
  up counts until then.
- A forgiven incident is the heaviest of its day first. Within a day incidents stand before what
  took place, among them those the meter is about before the others, heavier before lighter.
- The kindest of several windows is the one with the least of what harms; for a meter of sessions
  that took place, the one with the most.
- A clean period is counted from the last entry that costs, from a reset, or from the day the
  tutor joined; what it adds does not expire.
- A rule that is asked on dates and has no length stands until the next date; one with a length or
  an exit runs from the date as any other does. A level stands from the first day of the unbroken
  run of days on which it held, as was known on each.
- A rule on evidence stands through the runs of its chance, as `chances` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tutor_reliability.policy.model import Policy, Rule
from tutor_reliability.standing.chances import chance_runs
from tutor_reliability.standing.evaluate import Ready, Run, named, resets
from tutor_reliability.standing.incidents import Incident, Judged
from tutor_reliability.standing.periods import assessed, next_asked
from tutor_reliability.standing.readings import Asked, Reading, ask, asked_on
from tutor_reliability.standing.spells import ONE_DAY, Firing, stands_until_next


@dataclass(slots=True)
class Definition:
    """One tutor's rules, asked night by night; give this to `evaluate.standing`."""

    judged: Judged
    as_of: date
    resets: dict[str, tuple[date, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the days on which meters begin anew."""
        self.resets = resets(self.judged)

    def firings(self, rule: str, ready: Ready) -> list[Firing]:
        """Give the firings of a rule, in the order in which they were known."""
        found: list[Firing] = []
        last: dict[date, tuple[Incident, ...]] = {}
        for night in self._nights():
            for firing in self._fired(rule, night, ready):
                if last.get(firing.day) != firing.incidents:
                    found.append(firing)
                    last[firing.day] = firing.incidents
        return found

    def bearing(self, rule: str, ready: Ready) -> list[Firing]:
        """Give them all: what rests on none of them is left out later."""
        return self.firings(rule, ready)

    def runs(self, rule: str, ready: Ready) -> list[Run]:
        """Give the runs of days on which a rule that stands while it holds did."""
        found = chance_runs(self.judged, rule, ready, self.as_of)
        began: Firing | None = None
        latest: Firing | None = None
        for day in self._days():
            holds = self._level(rule, day, ready)
            if holds is not None:
                began, latest = began or holds, holds
            elif began is not None and latest is not None:
                found.append((_shown(began, latest), day))
                began = latest = None
        if began is not None and latest is not None:
            until = next_asked(latest.rule, latest.day) if latest.rule.trigger == "dates" else None
            found.append((_shown(began, latest), until))
        return found

    def read(self, meter: str, day: date) -> Reading:
        """Read a meter at the end of a day, by what was known then."""
        text = self.judged.text(day)
        assert text is not None  # noqa: S101 - a meter belongs to a text
        return ask(text, text.meter(meter), self._asked(day, day))

    def _asked(self, day: date, known_on: date) -> Asked:
        return Asked(history=self.judged.history, resets=self.resets, day=day, known_on=known_on)

    def _nights(self) -> list[date]:
        """Give the nights on which something new was known."""
        history = self.judged.history
        axes = ("start", "event", "report")
        nights = {one.known_on(axis) for one in history.incidents for axis in axes}
        nights |= {day for one in history.kept for day in one.days}
        nights |= {day for _, rule in self._rules() if rule.at for day in self._dates(rule)}
        return sorted(one for one in nights if one <= self.as_of)

    def _rules(self) -> Iterator[tuple[Policy, Rule]]:
        for text in self.judged.book.variants:
            for rule in text.rules:
                yield text, rule

    def _dates(self, rule: Rule) -> Iterator[date]:
        first = self.judged.first_day
        return assessed(rule.at, first, self.as_of) if rule.at and first else iter(())

    def _fired(self, name: str, night: date, ready: Ready) -> Iterator[Firing]:
        """Give the days of which a rule is known this night to have held."""
        for day in self._asked_days(name, night):
            text = self.judged.text(day)
            rule = named(text, name)
            assert text is not None  # noqa: S101 - else the day was not asked
            assert rule is not None  # noqa: S101
            firing = self._holds(text, rule, day, night, ready)
            if firing is None:
                continue
            if rule.trigger == "crossing" and self._held_before(name, day, night, ready):
                continue
            yield firing

    def _asked_days(self, name: str, night: date) -> list[date]:
        """Give the days of which a rule is asked, by what is known this night."""
        history = self.judged.history
        axes = ("start", "event", "report")
        days = {one.on(axis) for one in history.incidents for axis in axes}
        days |= {day for one in history.kept for day in one.days} | {night}
        return sorted(day for day in days if day <= night and self._is_asked(name, day, night))

    def _is_asked(self, name: str, day: date, night: date) -> bool:
        text = self.judged.text(day)
        rule = named(text, name)
        if text is None or rule is None or not rule.asked_on_days or stands_until_next(rule):
            return False
        if rule.trigger == "dates":
            return day == night and day in self._dates(rule)
        return asked_on(text, rule, self._asked(day, night))

    def _held_before(self, name: str, day: date, night: date, ready: Ready) -> bool:
        """Tell whether a rule held at the asked day before, by what is known this night."""
        before = [one for one in self._asked_days(name, night) if one < day]
        if not before:
            return False
        text = self.judged.text(before[-1])
        rule = named(text, name)
        assert text is not None  # noqa: S101 - else the day was not asked
        assert rule is not None  # noqa: S101
        return self._holds(text, rule, before[-1], night, ready) is not None

    def _holds(
        self, text: Policy, rule: Rule, day: date, night: date, ready: Ready
    ) -> Firing | None:
        """Give a rule's firing about a day, by what is known on a night; None: it does not hold."""
        asked = self._asked(day, night)
        incidents: dict[tuple[str, str], Incident] = {}
        values = []
        for comparison in rule.when:
            reading = ask(text, text.meter(comparison.meter), asked)
            if reading.value is None or not comparison.holds(reading.value):
                return None
            incidents |= {(one.session_id, one.outcome): one for one in reading.incidents}
            values.append((comparison.meter, reading.value))
        if not ready(text, rule, day):
            return None
        ordered = sorted(incidents.values(), key=lambda one: (one.day, one.session_id, one.outcome))
        return Firing(
            rule=rule,
            text=text,
            day=day,
            known_on=night,
            incidents=tuple(ordered),
            values=tuple(values),
        )

    def _level(self, name: str, day: date, ready: Ready) -> Firing | None:
        """Give what holds on a day of a rule that stands while it holds."""
        text = self.judged.text(day)
        rule = named(text, name)
        if text is not None and rule is not None and rule.trigger == "level":
            return self._holds(text, rule, day, day, ready)
        asked = [one for one in self._assessments(name) if one[0] <= day]
        if not asked:
            return None
        last, text, rule = max(asked, key=lambda one: one[0])
        if day >= next_asked(rule, last):
            return None
        return self._holds(text, rule, last, last, ready)

    def _assessments(self, name: str) -> Iterator[tuple[date, Policy, Rule]]:
        """Give the dates on which a rule that stands until the next is asked, with its text."""
        for text, rule in self._rules():
            if rule.name == name and stands_until_next(rule):
                for day in self._dates(rule):
                    if self.judged.text(day) is text:
                        yield day, text, rule

    def _days(self) -> Iterator[date]:
        """Give every day from the tutor's first to tonight."""
        day = self.judged.first_day
        if day is None:
            return
        while day <= self.as_of:
            yield day
            day += ONE_DAY


def _shown(began: Firing, latest: Firing) -> Firing:
    """Show a run by what it rests on last, known since its first day."""
    return Firing(
        rule=latest.rule,
        text=latest.text,
        day=latest.day,
        known_on=began.known_on,
        incidents=latest.incidents,
        values=latest.values,
    )
