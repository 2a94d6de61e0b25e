"""The numbers of `[evidence]` as policy.json states them, and read back from there.

Pages and `explain` read the published run alone, and say with what numbers evidence was weighed.
"""

from collections.abc import Mapping
from dataclasses import fields, replace

from tutor_reliability.policy.durations import Length, parse_length
from tutor_reliability.policy.model import Evidence, PriorPart

Stated = dict[str, object]


def stated(evidence: Evidence) -> Stated:
    """State the numbers, ready for JSON.

    >>> stated(Evidence())["longest_gap"]
    '5d'
    """
    return {one.name: _plain(getattr(evidence, one.name)) for one in fields(evidence)}


def read_stated(told: object) -> Evidence:
    """Read them back; what is not stated holds as where a file says nothing.

    >>> read_stated(stated(Evidence(weeks=13))).weeks
    13
    """
    known = told if isinstance(told, Mapping) else {}
    usual = Evidence()
    given = {
        one.name: _typed(known[one.name], getattr(usual, one.name))
        for one in fields(usual)
        if one.name in known
    }
    return replace(usual, **given)  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, Length):
        return value.text
    if isinstance(value, tuple):
        return [{one.name: getattr(part, one.name) for one in fields(part)} for part in value]
    return value


def _typed(value: object, like: object) -> object:
    if isinstance(like, Length):
        return parse_length(str(value))
    if isinstance(value, list):
        return tuple(PriorPart(**part) for part in value)
    return value
