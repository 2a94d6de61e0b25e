"""Read [policy] and [market.*]: which text this is, from when, for whom and by whose calendar."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import CHANGE_NOTICE
from tutor_reliability.policy.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a text says of itself."""

    id: str
    title: str
    version: str
    effective_from: date
    published_at: date | None
    change_notice: Length
    source: str
    timezone: str
    contact: str
    ours: tuple[str, ...]
    settle: Length | None
    event_version: str
    earlier: tuple[str, ...]
    scope: str
    cadence: str
    assess: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Whom a [market.*] table is for, and whether every restriction there needs a person."""

    name: str
    timezones: tuple[str, ...]
    human_required: bool


def read_envelope(section: Section) -> Envelope:
    """Read [policy]."""
    envelope = Envelope(
        id=section.text("id"),
        title=section.text("title"),
        version=section.text("version"),
        effective_from=section.day("effective_from"),
        published_at=section.day("published_at") if section.has("published_at") else None,
        change_notice=_or(section.span_or_none("change_notice"), CHANGE_NOTICE),
        source=section.text("source"),
        timezone=_zone(section),
        contact=section.text("contact"),
        ours=section.texts("ours"),
        settle=section.length_or_none("settle"),
        event_version=section.choice("event_version", ("at_event", "tonight"), "at_event"),
        earlier=_files(section),
        scope=section.text("scope", ""),
        cadence=section.text("cadence", ""),
        assess=section.text("assess", ""),
    )
    section.done()
    return envelope


def read_market(section: Section, name: str) -> Market:
    """Read whom a [market.*] is for; the tables it overrides are left to `markets`."""
    market = Market(
        name=name,
        timezones=section.texts("timezones", default=...),
        human_required=section.choice("human", ("required", "as_written"), "as_written")
        == "required",
    )
    if not market.timezones:
        raise section.fail("timezones", 'at least one glob such as "Europe/*"')
    return market


def _or(found: Length | None, default: Length) -> Length:
    return default if found is None else found


def _zone(section: Section) -> str:
    zone = section.text("timezone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise section.fail("timezone", "an IANA zone such as Europe/Berlin") from None
    return zone


def _files(section: Section) -> tuple[str, ...]:
    files = section.texts("earlier")
    if not all(one.endswith(".toml") and "/" not in one and "\\" not in one for one in files):
        raise section.fail("earlier", "names of .toml files that lie beside this one")
    return files
