"""Read one text into a policy, going on after a mistake so that a check can tell them all."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy.clauses import read_clause
from tutor_reliability.policy.conditions import Clock, read_class, read_clock, read_fault
from tutor_reliability.policy.effects import read_newcomers, read_statuses
from tutor_reliability.policy.envelope import Envelope, read_envelope
from tutor_reliability.policy.evidence import read_evidence
from tutor_reliability.policy.examples import read_example
from tutor_reliability.policy.excuses import read_amnesty, read_cure, read_excuse, read_terms
from tutor_reliability.policy.meters import read_derive, read_merge, read_meter, read_rate
from tutor_reliability.policy.model import Derive, Evidence, Example, Policy, Story
from tutor_reliability.policy.rules import counted, read_rule
from tutor_reliability.policy.section import LineError, Section

_Context = ParamSpec("_Context")
_Read = TypeVar("_Read")
_ANY_LIMIT = 0.5
"""Stands in where [rate] cannot be read, and the text is refused."""


class RefusedError(PolicyError):
    """All that is wrong with a policy file, by line; as a message, the first of it."""

    def __init__(self, problems: Iterable[LineError]) -> None:
        """Take at least one problem."""
        self.problems = tuple(sorted(problems, key=lambda one: one.line))
        super().__init__(str(self.problems[0]))


@dataclass(slots=True, kw_only=True)
class Reading:
    """One text being read: its tables, and what was found wrong with them so far."""

    top: Section
    problems: list[LineError] = field(default_factory=list)

    def one(
        self,
        read: Callable[Concatenate[Section, _Context], _Read],
        key: str,
        *context: _Context.args,
        **options: _Context.kwargs,
    ) -> _Read:
        """Read the table of that name.

        What stands in for one that cannot be read is never used, as the text is refused.
        """
        try:
            return read(self.top.section(key), *context, **options)
        except LineError as problem:
            self.problems.append(problem)
            return cast("_Read", None)

    def each(
        self,
        read: Callable[Concatenate[Section, _Context], _Read],
        key: str,
        *context: _Context.args,
        **options: _Context.kwargs,
    ) -> tuple[_Read, ...]:
        """Read each table of an array of that name, which may be left out."""
        found = []
        for section in self.sections(key):
            try:
                found.append(read(section, *context, **options))
            except LineError as problem:
                self.problems.append(problem)
        return tuple(found)

    def sections(self, key: str) -> list[Section]:
        """Give the tables of an array of that name, which may be left out."""
        try:
            return self.top.sections(key, required=False)
        except LineError as problem:
            self.problems.append(problem)
            return []

    def require(self, *keys: str) -> None:
        """Note which arrays of tables are missing or hold nothing."""
        for key in keys:
            if not self.top.has(key) or self.top.raw(key) == []:
                self.problems.append(self.top.fail(key, f"at least one [[{key}]]"))

    def named(self, key: str, what: str = "name") -> list[str]:
        """Give the names in an array of tables, of those that cannot be read as well."""
        found = [one.raw(what) for one in self.sections(key)]
        return [one for one in found if isinstance(one, str)]

    def keys(self, key: str) -> list[str]:
        """Give the names in a table, if it is one."""
        found = self.top.raw(key)
        return list(found) if isinstance(found, dict) else []

    def cured_to(self) -> list[str]:
        """Give what a cure makes of a session, of a cure that cannot be read as well."""
        found = self.top.raw("cure") if self.top.has("cure") else None
        to = found.get("to") if isinstance(found, dict) else None
        return [to] if isinstance(to, str) else []

    def done(self) -> None:
        """Refuse the text if anything was wrong with it.

        Raises:
            RefusedError: Something was.
        """
        try:
            self.top.done()
        except LineError as problem:
            self.problems.append(problem)
        if self.problems:
            raise RefusedError(self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reasons:
    """Which reasons there are, and which of them mean an emergency."""

    reason_codes: tuple[str, ...] = ()
    emergency_codes: tuple[str, ...] = ()


def read_text(top: Section, text: str, old_outcomes: Iterable[str] = ()) -> Policy:
    """Read the tables of one text, where no market has its own.

    Args:
        top: The whole file.
        text: As it stands in the file.
        old_outcomes: What earlier texts called sessions; this one's meters may count them.

    Raises:
        RefusedError: The text does not say what a policy must.
    """
    reading = Reading(top=top)
    reading.require("fault", "class", "meter", "rule")
    envelope = reading.one(read_envelope, "policy")
    clock = reading.one(read_clock, "clock")
    boundary = int(getattr(clock, "at_boundary", "") == "late")
    named = reading.named("class")
    classes = reading.each(read_class, "class", boundary=boundary)
    cure = reading.one(read_cure, "cure", named) if top.has("cure") else None
    outcomes = named + reading.cured_to()
    known = [*outcomes, *(one for one in old_outcomes if one not in outcomes)]
    incidents = known + reading.named("derive", "to")
    derives = _derives(reading, known)
    meters = reading.each(read_meter, "meter", incidents)
    names = reading.named("meter")
    kinds = {str(one.raw("name")): str(one.raw("kind")) for one in reading.sections("meter")}
    statuses = reading.one(read_statuses, "status", counted(kinds))
    does = reading.keys("status")
    rules = reading.each(read_rule, "rule", incidents, kinds, does)
    told = reading.each(
        read_example, "example", known, names, reading.named("rule"), reading.named("clause", "no")
    )
    clauses = reading.each(read_clause, "clause", top)
    newcomers = reading.one(read_newcomers, "newcomers", does) if top.has("newcomers") else None
    faults = reading.each(read_fault, "fault", boundary=boundary)
    excuses = reading.each(read_excuse, "excuse", named, outcomes, names)
    terms = reading.one(read_terms, "excuse_terms")
    amnesties = reading.each(read_amnesty, "amnesty", known, meters)
    merges = reading.each(read_merge, "merge", incidents, names)
    rate = reading.one(read_rate, "rate", meters, kinds)
    limit = getattr(rate, "limit", _ANY_LIMIT)
    evidence = (
        reading.one(read_evidence, "evidence", limit)
        if top.has("evidence")
        else Evidence(limit=limit)
    )
    reasons = reading.one(_reasons, "reason") if top.has("reason") else _Reasons()
    reading.done()
    return Policy(
        **_values(envelope),
        **_values(clock),
        faults=faults,
        classes=classes,
        **_values(reasons),
        excuses=excuses,
        excuse_terms=terms,
        amnesties=amnesties,
        cure=cure,
        merges=merges,
        derives=derives,
        meters=meters,
        rate=rate,
        evidence=evidence,
        rules=rules,
        newcomers=newcomers,
        statuses=statuses,
        examples=tuple(one for one in told if isinstance(one, Example)),
        stories=tuple(one for one in told if isinstance(one, Story)),
        clauses=clauses,
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )


def _derives(reading: Reading, known: list[str]) -> tuple[Derive, ...]:
    """Read the [[derive]] tables in turn: what one makes, those after it may be made from."""
    made = reading.named("derive", "to")
    derives: list[Derive] = []
    for number, section in enumerate(reading.sections("derive")):
        try:
            derives.append(read_derive(section, [*known, *made[:number]], made[number:]))
        except LineError as problem:
            reading.problems.append(problem)
    return tuple(derives)


def _reasons(section: Section) -> _Reasons:
    """Read [reason]."""
    reasons = _Reasons(
        reason_codes=section.texts("codes"), emergency_codes=section.texts("emergency")
    )
    section.done()
    return reasons


def _values(one: Envelope | Clock | _Reasons) -> dict[str, Any]:
    return {its.name: getattr(one, its.name) for its in fields(one)}
