"""A rule asked of one tutor at the end of a day, by what was known on a night."""

from collections.abc import Iterable
from datetime import date

from tutor_reliability.policy.model import Meter, Policy, Rule
from tutor_reliability.standing.evaluate import Ready, resets
from tutor_reliability.standing.incidents import Incident, Judged
from tutor_reliability.standing.meters import Meters
from tutor_reliability.standing.periods import assessed
from tutor_reliability.standing.readings import Reading
from tutor_reliability.standing.spells import Firing
from tutor_reliability.standing.worlds import Id


class Asking:
    """One tutor as of a night, of whom rules are asked."""

    def __init__(self, judged: Judged, as_of: date) -> None:
        """Take a tutor as of a night."""
        self.judged = judged
        self.as_of = as_of
        self.resets = resets(judged)
        self.meters = Meters(judged, self.resets, as_of)
        self.known = self.meters.known

    def read(self, text: Policy, meter: Meter, day: date, known_on: date) -> Reading:
        """Read a meter at the end of a day, by what was known on a night."""
        return self.meters.world(text, meter, day, known_on).tape.read(day)

    def holds(
        self, text: Policy, rule: Rule, day: date, night: date, ready: Ready
    ) -> Firing | None:
        """Give the firing of a rule where all it asks holds at the end of a day."""
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
            incidents=in_order(incidents.values()),
            values=tuple(values),
        )

    def dates(self, rule: Rule, until: date) -> list[date]:
        """Give the days up to one on which a rule with dates is asked."""
        first = self.judged.first_day
        return list(assessed(rule.at, first, until)) if rule.at and first else []


def in_order(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Give incidents in the order in which they are told."""
    return tuple(sorted(incidents, key=lambda one: (one.day, one.session_id, one.outcome)))


def tested(text: Policy, rule: Rule) -> list[Meter]:
    """Give the meters that a rule asks."""
    return [text.meter(one.meter) for one in rule.when]
