"""What a run says of its evidence: the policy's numbers, the rules on evidence, the chances."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.read import Published
from dashboards.values import Row, real
from tutor_reliability.policy.model import Evidence
from tutor_reliability.policy.stated import read_stated

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a rule on evidence asks.

    Attributes:
        rule: Its name.
        signal: What it weighs.
        on: The chance from which it holds.
        below: The chance below which it ends, once the chance has stayed there.
        lasts: For how long it has to stay there, in words; empty where at once.
        asks_person: Whether it asks a person.
    """

    rule: str
    signal: str
    on: float
    below: float
    lasts: str
    asks_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """How a run weighed evidence.

    Attributes:
        terms: The numbers of the policy's `[evidence]`.
        rules: Rules on evidence, by name.
        chances: Tonight's chance by tutor and signal, of tutors with a case or with chances kept.
        week_before: The chance as it was a week ago, likewise, where one was kept.
        asks_person: Of every rule of the policy, whether it asks a person.
    """

    terms: Evidence
    rules: Mapping[str, Asked]
    chances: Mapping[tuple[str, str], float]
    week_before: Mapping[tuple[str, str], float]
    asks_person: Mapping[str, bool]

    @property
    def days(self) -> int:
        """How many days evidence looks back on."""
        return self.terms.weeks * DAYS_A_WEEK

    def chance_of(self, row: Mapping[str, object]) -> float | None:
        """Give tonight's chance behind a flag or case; None where it rests on no evidence."""
        asked = self.rules.get(str(row["rule"]))
        return self.chances.get((str(row["tutor_id"]), asked.signal)) if asked else None

    def chance_before(self, row: Mapping[str, object]) -> float | None:
        """Give a week ago's chance behind a flag or case; None where it is not known."""
        asked = self.rules.get(str(row["rule"]))
        return self.week_before.get((str(row["tutor_id"]), asked.signal)) if asked else None

    def of_signal(self, signal: str) -> list[Asked]:
        """Give the rules that weigh a signal, the highest chance first."""
        found = [one for one in self.rules.values() if one.signal == signal]
        return sorted(found, key=lambda one: (-one.on, one.rule))


def gather(run: Published) -> Weighed:
    """Read how a run weighed evidence."""
    rows = run.ask("chances").rows()
    rules = _listed(run.policy)
    return Weighed(
        terms=read_stated(run.policy.get("evidence")),
        rules={
            str(one["name"]): _asked(one, chance)
            for one in rules
            if isinstance(chance := one.get("chance"), dict)
        },
        chances={(tutor, signal): chance for tutor, signal, chance, _ in rows},
        week_before={
            (tutor, signal): before for tutor, signal, _, before in rows if before is not None
        },
        asks_person={str(one["name"]): bool(one["needs_person"]) for one in rules},
    )


def _listed(policy: Mapping[str, object]) -> list[Row]:
    listed = policy.get("rules")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _asked(rule: Row, chance: Row) -> Asked:
    return Asked(
        rule=str(rule["name"]),
        signal=str(chance["signal"]),
        on=real(chance["on"]) or 0.0,
        below=real(chance["below"]) or 0.0,
        lasts=str(chance["lasts"]),
        asks_person=bool(rule["needs_person"]),
    )
