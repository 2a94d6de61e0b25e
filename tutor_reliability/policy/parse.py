"""Read a policy file, and refuse it in one line that says where and what to do."""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy.durations import Length, parse_length
from tutor_reliability.policy.model import (
    ClassRule,
    Comparison,
    Condition,
    Cure,
    Effect,
    Example,
    Excuse,
    ExcuseTerms,
    FaultRule,
    Meter,
    Policy,
    Rate,
    Rule,
    Status,
)
from tutor_reliability.tables import AUDIENCE_VALUES, BLAMES, EVENTS, INITIATORS

BUILT_IN = Path(__file__).parent / "policies"
SEVERITIES = ("review", "restrict", "watch", "signal")
_COMPARISON = re.compile(r"(>=|<=|>|<)\s*(\d+(?:\.\d+)?)(%?)")


class Section:
    """One table of a policy file: knows its place, hands out values once, refuses the rest."""

    def __init__(self, file: str, place: str, values: object) -> None:
        """Take the table found at `place` of `file`."""
        if not isinstance(values, Mapping):
            raise PolicyError(f"{file}: {place} is {values!r}, expected a table")
        self._file = file
        self._place = place
        self._values = dict(values)
        self._known: list[str] = []

    def fail(self, key: str, expected: str) -> PolicyError:
        """Say what is wrong with the value of a key."""
        found = repr(self._values[key]) if key in self._values else "missing"
        return PolicyError(f"{self._file}: {self._place}.{key} is {found}, expected {expected}")

    def value(self, key: str, kind: type, expected: str, default: object = ...) -> object:
        """Give the value of a key, of the kind asked for."""
        self._known.append(key)
        if key not in self._values:
            if default is ...:
                raise self.fail(key, expected)
            return default
        found = self._values[key]
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise self.fail(key, expected)
        return found

    def text(self, key: str, default: object = ...) -> str:
        """Give a text that isn't empty."""
        found = str(self.value(key, str, "text", default))
        if not found.strip() and default is ...:
            raise self.fail(key, "text that is not empty")
        return found

    def choice(self, key: str, options: Iterable[str], default: object = ...) -> str:
        """Give a text that is one of the options."""
        known = tuple(options)
        found = self.text(key, default)
        if found not in known:
            raise self.fail(key, f"one of {', '.join(known)}{nearest(found, known)}")
        return found

    def flag(self, key: str, *, default: bool | None) -> bool | None:
        """Give true, false, or the default."""
        found = self.value(key, bool, "true or false", default)
        return None if found is None else bool(found)

    def number(self, key: str, default: object = ...) -> float:
        """Give a number that is not negative."""
        self._known.append(key)
        found = self._values.get(key, default)
        if (
            found is ...
            or isinstance(found, bool)
            or not isinstance(found, int | float)
            or found < 0
        ):
            raise self.fail(key, "a number, 0 or more")
        return float(found)

    def length(self, key: str, default: object = ...) -> Length:
        """Give a length of time."""
        text = self.text(key, default)
        try:
            return parse_length(text)
        except ValueError as error:
            raise self.fail(key, str(error)) from None

    def texts(self, key: str, options: Iterable[str] = (), default: object = ()) -> tuple[str, ...]:
        """Give a list of texts; a single text stands for a list of one."""
        self._known.append(key)
        found = self._values.get(key, default)
        if found is ...:
            raise self.fail(key, "a list of texts")
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            raise self.fail(key, "a list of texts")
        known = tuple(options)
        for one in listed:
            if known and one not in known:
                raise self.fail(key, f"only {', '.join(known)}{nearest(one, known)}")
        return tuple(listed)

    def section(self, key: str, *, required: bool = True) -> "Section":
        """Give a table inside this one."""
        self._known.append(key)
        if key not in self._values and required:
            raise self.fail(key, "a table")
        return Section(self._file, self._join(key), self._values.get(key, {}))

    def sections(self, key: str, *, required: bool = True) -> list["Section"]:
        """Give the tables of an array of tables."""
        self._known.append(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or (required and not found):
            raise self.fail(key, f"at least one [[{key}]]")
        return [
            Section(self._file, f"{self._join(key)}[{number}]", one)
            for number, one in enumerate(found, start=1)
        ]

    def has(self, key: str) -> bool:
        """Tell whether the table has the key."""
        return key in self._values

    def keys(self) -> list[str]:
        """Give the keys in the order of the file."""
        return list(self._values)

    def raw(self, key: str) -> object:
        """Give a value as the file has it, whatever its kind."""
        self._known.append(key)
        return self._values.get(key)

    def done(self) -> None:
        """Refuse a key that nobody asked for: a misspelt key would silently change a judgement."""
        for key in self._values:
            if key not in self._known:
                raise PolicyError(
                    f"{self._file}: {self._place} has the unknown key {key!r}"
                    f"{nearest(key, self._known)}; known keys are {', '.join(self._known)}"
                )

    def _join(self, key: str) -> str:
        return key if self._place == "the file" else f"{self._place}.{key}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Give "; did you mean 'x'?" where a known word is near, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def load(name_or_file: str) -> Policy:
    """Read a built-in policy by name, or any policy by its file.

    Raises:
        PolicyError: There is no such policy, or the file does not say what a policy must.
    """
    path = Path(name_or_file)
    if path.suffix != ".toml":
        path = BUILT_IN / f"{name_or_file}.toml"
    if not path.is_file():
        known = sorted(one.stem for one in BUILT_IN.glob("*.toml"))
        raise PolicyError(
            f"{name_or_file}: no such policy{nearest(name_or_file, known)}; "
            f"built in are {', '.join(known)}, any other is a file ending in .toml"
        )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(
            f"{path.name}: cannot be read: {error}; expected a UTF-8 text file"
        ) from None
    return parse(text, file=path.name)


def parse(text: str, *, file: str) -> Policy:
    """Read the text of a policy file.

    Raises:
        PolicyError: The text is no TOML, or does not say what a policy must.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{file}: is not TOML: {error}") from None
    return _policy(Section(file, "the file", values), text)


def _policy(top: Section, text: str) -> Policy:
    head = top.section("policy")
    clock = top.section("clock")
    reason = top.section("reason", required=False)
    faults = tuple(_fault(one) for one in top.sections("fault"))
    classes = tuple(_class(one) for one in top.sections("class"))
    cure = _cure(top.section("cure"), classes) if top.has("cure") else None
    top.raw("cure")
    outcomes = [one.name for one in classes] + ([cure.to] if cure else [])
    meters = tuple(_meter(one, outcomes) for one in top.sections("meter"))
    names = [one.name for one in meters]
    policy = Policy(
        id=head.text("id"),
        title=head.text("title"),
        version=head.text("version"),
        effective_from=_day(head, "effective_from"),
        source=head.text("source"),
        timezone=_zone(head),
        contact=head.text("contact"),
        settle=head.length("settle") if head.has("settle") else None,
        line=clock.length("line"),
        reference=clock.choice("reference", ("earliest", "current")),
        uncertain_is_late=bool(clock.flag("uncertain_is_late", default=False)),
        moved_and_held=clock.choice("moved_and_held", ("completed", "rescheduled")),
        faults=faults,
        classes=classes,
        reason_codes=reason.texts("codes"),
        emergency_codes=reason.texts("emergency"),
        excuses=tuple(
            _excuse(one, outcomes, names) for one in top.sections("excuse", required=False)
        ),
        excuse_terms=_terms(top.section("excuse_terms")),
        cure=cure,
        meters=meters,
        rate=_rate(top.section("rate"), meters),
        rules=tuple(_rule(one, outcomes, names) for one in top.sections("rule")),
        statuses=_statuses(top.section("status")),
        examples=tuple(_example(one, outcomes) for one in top.sections("example", required=False)),
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )
    head.raw("settle")
    for section in (head, clock, reason, top):
        section.done()
    _refuse_contradictions(policy, top)
    return policy


def _day(section: Section, key: str) -> date:
    found = section.value(key, date, "a date such as 2026-01-31")
    if not isinstance(found, date):
        raise section.fail(key, "a date such as 2026-01-31")
    return found


def _zone(head: Section) -> str:
    zone = head.text("timezone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise head.fail("timezone", "an IANA zone such as Europe/Berlin") from None
    return zone


def _notice(section: Section) -> tuple[int | None, int | None, bool]:
    found = section.raw("notice")
    if found is None:
        return None, None, False
    if found == "unknown":
        return None, None, True
    expected = 'two lengths such as ["24h", ""], half-open, or "unknown"'
    if (
        not isinstance(found, list)
        or len(found) != 2
        or not all(isinstance(one, str) for one in found)
    ):  # noqa: PLR2004
        raise section.fail("notice", expected)
    try:
        low, high = (parse_length(one).seconds if one else None for one in found)
    except ValueError as error:
        raise section.fail("notice", f"{expected}; {error}") from None
    if low is not None and high is not None and low >= high:
        raise section.fail("notice", f"{expected}, the first below the second")
    return low, high, False


def _condition(rule: Section) -> Condition:
    section = rule.section("when", required=False)
    low, high, unknown = _notice(section)
    condition = Condition(
        events=section.texts("event", EVENTS),
        by=section.texts("by", INITIATORS),
        on_behalf_of=section.texts("on_behalf_of", (*INITIATORS, "none")),
        blames=section.texts("blame", BLAMES),
        channels=section.texts("channel"),
        reasons=section.texts("reason"),
        session_kinds=section.texts("session_kind", ("regular", "trial")),
        inside_availability=section.flag("inside_availability", default=None),
        first_with_student=section.flag("first_with_student", default=None),
        notice_from=low,
        notice_below=high,
        notice_unknown=unknown,
    )
    section.done()
    return condition


def _fault(section: Section) -> FaultRule:
    rule = FaultRule(when=_condition(section), blame=section.choice("blame", BLAMES))
    section.done()
    return rule


def _class(section: Section) -> ClassRule:
    rule = ClassRule(
        name=section.text("name"), when=_condition(section), words=section.text("words")
    )
    section.done()
    return rule


def _excuse(section: Section, outcomes: list[str], meters: list[str]) -> Excuse:
    when = section.section("when")
    effect = section.choice("effect", ("drop", "drop_from"))
    dropped = section.texts("meters", meters)
    if (effect == "drop_from") != bool(dropped):
        raise section.fail("meters", "a list of meters with drop_from, and none with drop")
    excuse = Excuse(
        of=section.texts("of", outcomes, ...),
        reasons=when.texts("reason"),
        channels=when.texts("channel"),
        emergency=when.flag("emergency", default=None),
        needs_decision=when.choice("decision", ("accepted", "none"), "none") == "accepted",
        meters=dropped or ("*",),
    )
    when.done()
    section.done()
    return excuse


def _terms(section: Section) -> ExcuseTerms:
    terms = ExcuseTerms(
        contact_within=section.length("contact_within"),
        pending_for=section.length("pending_for"),
        decided_by=section.choice("decided_by", ("reviewer", "contact")),
    )
    section.done()
    return terms


def _cure(section: Section, classes: tuple[ClassRule, ...]) -> Cure:
    cure = Cure(
        of=section.texts("of", [one.name for one in classes], ...),
        same=section.texts("same", ("student", "tutor"), ...),
        within=section.length("within"),
        to=section.text("to"),
        words=section.text("words"),
    )
    if "student" not in cure.same:
        raise section.fail("same", "at least student")
    section.done()
    return cure


def _meter(section: Section, outcomes: list[str]) -> Meter:
    kind = section.choice("kind", ("count", "rate"))
    meter = Meter(
        name=section.text("name"),
        kind=kind,
        of=section.texts("of", outcomes, ...),
        among=section.texts("among", outcomes, ... if kind == "rate" else ()),
        window=section.length("window"),
        min_volume=int(section.number("min_volume", 0)),
    )
    if kind == "rate" and not set(meter.of) <= set(meter.among):
        raise section.fail("among", "to hold all of 'of': a rate counts part of a whole")
    section.done()
    return meter


def _rate(section: Section, meters: tuple[Meter, ...]) -> Rate:
    rates = {one.name: one for one in meters if one.kind == "rate"}
    meter = rates[section.choice("meter", rates)]
    rate = Rate(
        meter=meter,
        limit=section.number("limit"),
        min_volume=meter.min_volume,
        prior_late=section.number("prior_late"),
        prior_sessions=section.number("prior_sessions"),
        min_tutors=int(section.number("min_tutors")),
    )
    if not 0 < rate.limit < 1:
        raise section.fail("limit", "a share between 0 and 1")
    if not 0 < rate.prior_late < rate.prior_sessions:
        raise section.fail("prior_late", "more than 0 and less than prior_sessions")
    section.done()
    return rate


def _comparison(section: Section, meter: str) -> Comparison:
    match = _COMPARISON.fullmatch(section.text(meter).strip())
    if match is None:
        raise section.fail(meter, 'a comparison such as ">=3" or ">5%"')
    number = float(match[2]) / (100 if match[3] else 1)
    return Comparison(meter=meter, sign=match[1], number=number)


def _rule(section: Section, outcomes: list[str], meters: list[str]) -> Rule:
    when = section.section("when")
    for meter in when.keys():  # noqa: SIM118 - a Section, not a dict
        if meter not in meters:
            raise when.fail(meter, f"a meter of this policy{nearest(meter, meters)}")
    rule = Rule(
        name=section.text("name"),
        on=section.texts("on", outcomes, ...),
        when=tuple(_comparison(when, meter) for meter in when.keys()),  # noqa: SIM118
        effect=_effect(section.section("then")),
        severity=section.choice("severity", SEVERITIES),
        words=section.text("words"),
    )
    if not rule.when:
        raise section.fail("when", "at least one meter comparison")
    section.done()
    return rule


def _effect(section: Section) -> Effect:
    effect = Effect(
        do=section.text("do"),
        human=bool(section.flag("human", default=False)),
        lasts=section.length("for") if section.has("for") else None,
        stack=section.choice("stack", ("restart",), "restart"),
        exit_event=section.choice("exit", ("review_closed",)) if section.has("exit") else None,
        lapses=section.length("lapses") if section.has("lapses") else None,
        due=section.length("due") if section.has("due") else None,
    )
    for key in ("for", "exit", "lapses", "due"):
        section.raw(key)
    waits = effect.exit_event is not None
    for key, given in (("lapses", effect.lapses), ("due", effect.due)):
        if waits != (given is not None):
            raise section.fail(key, "a length of time with exit, and none without")
    if (effect.lasts is None) == (effect.exit_event is None):
        raise section.fail("for", 'either a length of time, or exit = "review_closed"')
    section.done()
    return effect


def _statuses(section: Section) -> dict[str, Status]:
    statuses = {}
    for name in section.keys():  # noqa: SIM118
        one = section.section(name)
        statuses[name] = Status(
            new_students=one.choice("new_students", AUDIENCE_VALUES, "eligible"),
            existing_students=one.choice("existing_students", AUDIENCE_VALUES, "eligible"),
            trial_students=one.choice(
                "trial_students", AUDIENCE_VALUES, one.text("new_students", "eligible")
            ),
            words=one.text("words"),
        )
        one.done()
    return statuses


def _example(section: Section, outcomes: list[str]) -> Example:
    given = section.section("given")
    example = Example(
        quote=section.text("quote"),
        given={key: given.raw(key) for key in given.keys()},  # noqa: SIM118
        outcome=section.choice("outcome", outcomes),
        counts=section.flag("counts", default=None),
    )
    section.done()
    return example


def _refuse_contradictions(policy: Policy, top: Section) -> None:
    """Refuse what parses but cannot be meant."""
    names = [one.name for one in policy.classes]
    doubled = sorted({one for one in names if names.count(one) > 1})
    if doubled:
        raise PolicyError(f"{policy.id}: two classes are named {doubled[0]!r}; names must differ")
    for rule in policy.rules:
        if rule.effect.do not in policy.statuses:
            known = ", ".join(policy.statuses)
            raise PolicyError(
                f"{policy.id}: rule {rule.name!r} does {rule.effect.do!r}, which has no [status."
                f"{rule.effect.do}]; known are {known}{nearest(rule.effect.do, policy.statuses)}"
            )
        _refuse_machine_restriction(policy, rule)
    if policy.faults[-1].when != Condition():
        raise PolicyError(
            f"{policy.id}: the last [[fault]] has a condition; expected one without, so that "
            "every session finds its fault"
        )
    top.done()


def _refuse_machine_restriction(policy: Policy, rule: Rule) -> None:
    status = policy.statuses[rule.effect.do]
    graver = {status.new_students, status.existing_students, status.trial_students}
    if "paused" in graver:
        raise PolicyError(
            f"{policy.id}: rule {rule.name!r} pauses; no rule may, only a named person's decision "
            "can; use hold_for_manager"
        )
    if "hold_for_manager" in graver and not rule.effect.human:
        raise PolicyError(
            f"{policy.id}: rule {rule.name!r} holds a tutor back without human = true; a rule "
            "that restricts must ask a person"
        )
