"""Read how evidence is weighed: the numbers of [evidence], each of which may be left out."""

from math import isclose

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import Evidence, PriorPart
from tutor_reliability.policy.section import Section

_LEFT_OUT = Evidence()
_SHARE = "a share between 0 and 1"


def read_evidence(section: Section, limit: float) -> Evidence:
    """Read [evidence], or what holds without it.

    Args:
        section: The table, empty where the file has none.
        limit: What the file's [rate] is held against, where [evidence] does not say otherwise.
    """
    evidence = Evidence(
        limit=_share(section, "limit", limit),
        weeks=section.count("weeks", _LEFT_OUT.weeks, least=2),
        hazard=_share(section, "hazard", _LEFT_OUT.hazard),
        longest_gap=_days(section, "longest_gap", _LEFT_OUT.longest_gap),
        longest_spell=_days(section, "longest_spell", _LEFT_OUT.longest_spell),
        wiped_share=_share(section, "wiped_share", _LEFT_OUT.wiped_share, whole=True),
        second_day=_fraction(section, "second_day", _LEFT_OUT.second_day),
        min_events=section.count("min_events", _LEFT_OUT.min_events, least=1),
        exposure_by_hour=section.switch("exposure_by_hour", default=_LEFT_OUT.exposure_by_hour),
        hour_weight=section.number("hour_weight", _LEFT_OUT.hour_weight),
        exposure_by_incident=section.switch(
            "exposure_by_incident", default=_LEFT_OUT.exposure_by_incident
        ),
        incident_ratio=_times(section, "incident_ratio", _LEFT_OUT.incident_ratio),
        incident_weight=section.number("incident_weight", _LEFT_OUT.incident_weight),
        incident_days=section.count("incident_days", _LEFT_OUT.incident_days, least=1),
        confidence=_share(section, "confidence", _LEFT_OUT.confidence),
        prior=_prior(section),
        min_tutors=section.count("min_tutors", _LEFT_OUT.min_tutors, least=1),
        keep_from=_share(section, "keep_from", _LEFT_OUT.keep_from),
        near_line=section.length_or_none("near_line") or _LEFT_OUT.near_line,
        near_line_ratio=_times(section, "near_line_ratio", _LEFT_OUT.near_line_ratio),
        near_line_odds=_times(section, "near_line_odds", _LEFT_OUT.near_line_odds),
        student_ratio=_times(section, "student_ratio", _LEFT_OUT.student_ratio),
        habit_ratio=_times(section, "habit_ratio", _LEFT_OUT.habit_ratio),
        habit_days=section.count("habit_days", _LEFT_OUT.habit_days, least=1),
        chain=section.count("chain", _LEFT_OUT.chain, least=1),
        quiet_after=_days(section, "quiet_after", _LEFT_OUT.quiet_after),
        quiet_pair_sessions=section.count(
            "quiet_pair_sessions", _LEFT_OUT.quiet_pair_sessions, least=1
        ),
        quiet_ratio=_times(section, "quiet_ratio", _LEFT_OUT.quiet_ratio),
    )
    if evidence.near_line.seconds == 0:
        raise section.fail("near_line", "a length above 0")
    section.done()
    return evidence


def _share(section: Section, key: str, default: float, *, whole: bool = False) -> float:
    found = section.number(key, default)
    if not (0 < found < 1 or (whole and found == 1)):
        raise section.fail(key, "a share above 0, at most 1" if whole else _SHARE)
    return found


def _fraction(section: Section, key: str, default: float) -> float:
    found = section.number(key, default)
    if not 0 <= found <= 1:
        raise section.fail(key, "a number from 0 to 1")
    return found


def _times(section: Section, key: str, default: float) -> float:
    found = section.number(key, default)
    if found <= 1:
        raise section.fail(key, "a number above 1: so many times what is usual")
    return found


def _days(section: Section, key: str, default: Length) -> Length:
    if not section.has(key):
        return default
    found = section.span(key)
    if not found.is_elapsed:
        raise section.fail(key, "whole days; write it in d")
    return found


def _prior(section: Section) -> tuple[PriorPart, ...]:
    if not section.has("prior"):
        return _LEFT_OUT.prior
    parts = tuple(_part(one) for one in section.sections("prior"))
    if not isclose(sum(one.share for one in parts), 1.0, abs_tol=1e-9):
        raise section.fail("prior", "shares that sum to 1")
    return parts


def _part(section: Section) -> PriorPart:
    part = PriorPart(
        share=_share(section, "share", 0.0, whole=True),
        rate=_share(section, "rate", 0.0),
        sessions=section.number("sessions"),
    )
    if not part.sessions:
        raise section.fail("sessions", "a number above 0")
    section.done()
    return part
