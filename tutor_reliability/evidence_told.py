"""What flags and cases of rules on evidence say: read from review.signals and its events tonight.

The sentences themselves are in `evidence.telling`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.telling import evidence_parts, evidence_sentence
from tutor_reliability.policy.model import EVIDENCE, Policy
from tutor_reliability.warehouse import Opened

_HOUR = 3600
_Whose = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The evidence on those whom a rule looks at.

    Attributes:
        signals: By tutor and signal.
        events: By tutor and signal, by day.
        points: Days asked with the chance of each, by tutor and signal, by day.
    """

    signals: Mapping[_Whose, Signal]
    events: Mapping[_Whose, Sequence[Event]]
    points: Mapping[_Whose, Sequence[tuple[date, float]]]

    def sentence(  # noqa: PLR0913
        self,
        tutor_id: str,
        rule: str,
        text: Policy,
        *,
        since: date,
        held: bool,
        coached: bool = False,
    ) -> str | None:
        """Say what a rule on evidence found; None where it rests on none, or none is there.

        Args:
            tutor_id: The tutor.
            rule: The rule's name.
            text: The text it was judged by.
            since: The day its run began.
            held: Whether it rests on an excuse nobody has decided yet.
            coached: Whether the tutor is new, and it asks nobody for a review.
        """
        name = signal_of(text, rule)
        found = self.signals.get((tutor_id, name))
        if found is None:
            return None
        parts = evidence_parts(
            found,
            self.events.get((tutor_id, name), ()),
            text.evidence,
            line_hours=text.line.seconds / _HOUR,
        )
        chance = self._opened_on(tutor_id, rule, text, since)
        opened = None if chance is None or since == found.as_of else (since, chance)
        return evidence_sentence(parts, opened=opened, held=held, coached=coached)

    def _opened_on(self, tutor_id: str, rule: str, text: Policy, since: date) -> float | None:
        """Give the last chance up to a day that reached the rule's threshold.

        What reached it may be of a day before: a session that may still change is known later.
        """
        points = self.points.get((tutor_id, signal_of(text, rule)), ())
        tested = next(one for one in text.rules if one.name == rule).when[0]
        reached = [chance for day, chance in points if day <= since and chance >= tested.number]
        return reached[-1] if reached else None


def signal_of(text: Policy, rule: str) -> str:
    """Name the signal that a rule weighs; empty where it rests on no evidence."""
    found = next((one for one in text.rules if one.name == rule), None)
    if found is None or found.trigger != EVIDENCE:
        return ""
    return text.meter(found.when[0].meter).signal


def read_told(opened: Opened, tutors: Sequence[str]) -> Told:
    """Read the evidence on some tutors."""
    if not tutors:
        return Told(signals={}, events={}, points={})
    events: dict[_Whose, list[Event]] = {}
    for row in _rows(opened, "review.signal_events", tutors, "day, session_id"):
        whose = (str(row["tutor_id"]), str(row["signal"]))
        events.setdefault(whose, []).append(Event.of(row))
    points: dict[_Whose, list[tuple[date, float]]] = {}
    for row in _rows(opened, "review.signal_points", tutors, "day"):
        whose = (str(row["tutor_id"]), str(row["signal"]))
        points.setdefault(whose, []).append((row["day"], row["chance"]))  # type: ignore[arg-type]
    signals = [Signal.of(row) for row in _rows(opened, "review.signals", tutors, "signal")]
    return Told(
        signals={(one.tutor_id, one.signal): one for one in signals},
        events=events,
        points=points,
    )


def _rows(opened: Opened, table: str, tutors: Sequence[str], order: str) -> list[dict[str, object]]:
    cursor = opened.con.execute(
        f"select * from {table} "  # noqa: S608 -- names are ours
        f"where tutor_id in (select unnest($tutors)) order by tutor_id, {order}",
        {"tutors": list(tutors)},
    )
    names = [one[0] for one in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
