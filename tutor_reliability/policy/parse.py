"""Read a policy file, and refuse it in one line that says where and what to do.

How one table is read is in `section`; the kinds of tables in `conditions`, `excuses`, `meters` and
`rules`; what parses but cannot be meant in `contradictions`.
"""

import hashlib
import re
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tutor_reliability.errors import PolicyError
from tutor_reliability.hints import nearest
from tutor_reliability.policy.conditions import read_class, read_clock, read_fault
from tutor_reliability.policy.contradictions import refuse_contradictions
from tutor_reliability.policy.excuses import read_amnesty, read_cure, read_excuse, read_terms
from tutor_reliability.policy.lines import lines_of
from tutor_reliability.policy.meters import read_meter, read_rate
from tutor_reliability.policy.model import Example, Policy
from tutor_reliability.policy.rules import read_rule, read_statuses
from tutor_reliability.policy.section import Origin, Section

BUILT_IN = Path(__file__).parent / "policies"


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
        raise PolicyError(f"{file}:{_line_of(error, text)}: is not TOML: {error}") from None
    origin = Origin(file=file, lines=lines_of(text))
    policy = _policy(Section(origin, (), values), text)
    refuse_contradictions(policy, origin)
    return policy


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    told = re.search(r"\(at line (\d+)", str(error))
    return int(told[1]) if told else text.count("\n") + 1


def _policy(top: Section, text: str) -> Policy:
    head = top.section("policy")
    clock = read_clock(top.section("clock"))
    boundary = 1 if clock.at_boundary == "late" else 0
    reason = top.section("reason", required=False)
    classes = tuple(read_class(one, boundary=boundary) for one in top.sections("class"))
    cure = read_cure(top.section("cure"), classes) if top.has("cure") else None
    named = [one.name for one in classes]
    outcomes = named + ([cure.to] if cure else [])
    meters = tuple(read_meter(one, outcomes) for one in top.sections("meter"))
    names = [one.name for one in meters]
    policy = Policy(
        id=head.text("id"),
        title=head.text("title"),
        version=head.text("version"),
        effective_from=head.day("effective_from"),
        source=head.text("source"),
        timezone=_zone(head),
        contact=head.text("contact"),
        ours=head.texts("ours"),
        settle=head.length("settle") if head.has("settle") else None,
        line=clock.line,
        reference=clock.reference,
        uncertain_is_late=clock.uncertain_is_late,
        moved_and_held=clock.moved_and_held,
        at_boundary=clock.at_boundary,
        notice_from=clock.notice_from,
        hours=clock.hours,
        faults=tuple(read_fault(one, boundary=boundary) for one in top.sections("fault")),
        classes=classes,
        reason_codes=reason.texts("codes"),
        emergency_codes=reason.texts("emergency"),
        excuses=tuple(
            read_excuse(one, named, outcomes, names)
            for one in top.sections("excuse", required=False)
        ),
        excuse_terms=read_terms(top.section("excuse_terms")),
        amnesties=tuple(
            read_amnesty(one, outcomes, meters) for one in top.sections("amnesty", required=False)
        ),
        cure=cure,
        meters=meters,
        rate=read_rate(top.section("rate"), meters),
        rules=tuple(read_rule(one, outcomes, names) for one in top.sections("rule")),
        statuses=read_statuses(top.section("status")),
        examples=tuple(_example(one, outcomes) for one in top.sections("example", required=False)),
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )
    for section in (head, reason, top):
        section.done()
    return policy


def _zone(head: Section) -> str:
    zone = head.text("timezone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise head.fail("timezone", "an IANA zone such as Europe/Berlin") from None
    return zone


def _example(section: Section, outcomes: list[str]) -> Example:
    given = section.section("given")
    example = Example(
        quote=section.text("quote"),
        given={key: given.raw(key) for key in given.names()},
        outcome=section.choice("outcome", outcomes),
        counts=section.flag("counts", default=None),
    )
    section.done()
    return example
