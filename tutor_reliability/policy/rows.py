"""A policy as SQL sees it: its texts, markets and rules as rows of the policy.* tables.

First match wins in SQL as it does in Python, because each rule carries its place in the file.
Working days are in `working_days`.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from tutor_reliability.policy.model import Book, Condition, Policy
from tutor_reliability.policy.working_days import working_days

FAR = 10**12
Row = dict[str, object]


def as_book(text: Policy | Book) -> Book:
    """Give the book of a single text, or the book itself."""
    return text if isinstance(text, Book) else Book(variants=(text,))


def rows(text: Policy | Book) -> dict[str, list[Row]]:
    """Give the rows of each policy.* table; columns as in `tables`."""
    book = as_book(text)
    return {
        "policy.terms": _terms(book),
        "policy.markets": _markets(book),
        "policy.texts": list(_texts(book)),
        "policy.conditions": [row for one in book.variants for row in _conditions(one)],
        "policy.bands": [row for one in book.variants for row in _bands(one)],
        "policy.outcomes": _outcomes(book),
        "policy.excuses": [row for one in book.variants for row in _excuses(one)],
        "policy.amnesties": [row for one in book.variants for row in _amnesties(one)],
        "policy.working_days": [row for one in book.variants for row in working_days(one)],
    }


def parameters(text: Policy | Book) -> Row:
    """Give what the SQL models bind by name: what holds of all texts alike."""
    book = as_book(text)
    return {
        "timezone": book.newest.timezone,
        "by_text_of_tonight": book.newest.event_version == "tonight",
        "any_cap": any(rule.cap for one in book.variants for rule in one.excuses),
    }


def _terms(book: Book) -> list[Row]:
    return [
        {
            "variant": one.variant,
            "market": one.market,
            "policy_id": one.id,
            "policy_version": one.version,
            "timezone": one.timezone,
            "line_seconds": one.line_seconds,
            "from_earliest_start": one.reference == "earliest",
            "from_told": one.notice_from == "told",
            "in_working_hours": one.hours is not None,
            "uncertain_is_late": one.uncertain_is_late,
            "moved_and_held": one.moved_and_held,
            "emergency_codes": list(one.emergency_codes),
            "pending_seconds": one.excuse_terms.pending_for.seconds,
            "pending_counts": one.excuse_terms.while_pending != "does_not_count",
            "settle_seconds": one.settle.seconds if one.settle else 0,
            "cure_seconds": one.cure.within.seconds if one.cure else 0,
            "cure_outcome": one.cure.to if one.cure else "",
            "cure_same_tutor": one.cure is not None and "tutor" in one.cure.same,
            "cure_needs_held": one.cure is not None and one.cure.needs == "held",
            "rate_meter": one.rate.meter.name,
        }
        for one in book.variants
    ]


def _texts(book: Book) -> Iterator[Row]:
    """Give who judges when; what came before the first text is judged by the first."""
    begins = sorted({one.from_day for one in book.variants})
    spans = list(pairwise([date.min, *begins[1:], date.max]))
    for market in dict.fromkeys(["", *(one.market for one in book.variants)]):
        for first, (from_day, until_day) in zip(begins, spans, strict=True):
            text = book.of(first, market)
            if text is not None:
                yield {
                    "market": market,
                    "from_day": from_day,
                    "until_day": until_day,
                    "variant": text.variant,
                }


def _markets(book: Book) -> list[Row]:
    claims = [(one.market, glob) for one in book.variants for glob in one.market_timezones]
    return [
        {"rank": rank, "pattern": _pattern([glob]), "market": market}
        for rank, (market, glob) in enumerate(claims)
    ]


def _pattern(globs: list[str]) -> str:
    """Write globs as one regular expression, which other engines know as well; '' for none."""
    told = {"*": ".*", "?": "."}
    written = ["".join(told.get(one, re.escape(one)) for one in glob) for glob in globs]
    return f"^({'|'.join(written)})$" if written else ""


def _conditions(policy: Policy) -> Iterator[Row]:
    for number, fault in enumerate(policy.faults, start=1):
        yield {"variant": policy.variant, **_condition("fault", number, fault.blame, fault.when)}
    for number, rule in enumerate(policy.classes, start=1):
        yield {"variant": policy.variant, **_condition("class", number, rule.name, rule.when)}


def _condition(kind: str, number: int, result: str, when: Condition) -> Row:
    return {
        "kind": kind,
        "rule_no": number,
        "result": result,
        "events": list(when.events),
        "initiators": list(when.by),
        "on_behalf_of": list(when.on_behalf_of),
        "blames": list(when.blames),
        "channels": list(when.channels),
        "reasons": list(when.reasons),
        "session_kinds": list(when.session_kinds),
        "recorded_by": list(when.recorded_by),
        "weekdays": list(when.weekdays),
        "inside_availability": when.inside_availability,
        "first_with_student": when.first_with_student,
        "agreed": when.agreed,
        "notice_from": when.notice_from,
        "notice_below": when.notice_below,
        "notice_unknown": when.notice_unknown,
        "lateness_from": when.lateness_from,
        "lateness_below": when.lateness_below,
        "since_booking_from": when.since_booking_from,
        "since_booking_below": when.since_booking_below,
    }


def _bands(policy: Policy) -> Iterator[Row]:
    conditions = [one.when for one in policy.faults] + [one.when for one in policy.classes]
    edges: dict[str, set[int | None]] = {"notice": {policy.line_seconds}}
    for when in conditions:
        edges["notice"] |= {when.notice_from, when.notice_below}
        edges.setdefault("lateness", set()).update((when.lateness_from, when.lateness_below))
        edges.setdefault("since_booking", set()).update(
            (when.since_booking_from, when.since_booking_below)
        )
    for axis, named in edges.items():
        known = {edge for edge in named if edge is not None}
        for number, (low, high) in enumerate(pairwise(sorted({-FAR, *known, FAR}))):
            if known:
                yield {
                    "variant": policy.variant,
                    "axis": axis,
                    "band": number,
                    "from_seconds": low,
                    "below_seconds": high,
                }


def _outcomes(book: Book) -> list[Row]:
    """Give each name for each text: a newer text counts an older one's outcome by its name."""
    words = {name: said for one in reversed(book.variants) for name, said in _named(one).items()}
    return [
        _outcome(one, name, _named(one).get(name, said))
        for one in book.variants
        for name, said in words.items()
    ]


def _outcome(policy: Policy, name: str, words: str) -> Row:
    meter = policy.rate.meter
    curable = policy.cure is not None and name in policy.cure.of
    return {
        "variant": policy.variant,
        "outcome": name,
        "words": words,
        "weight": policy.weights.get(name, 1.0),
        "in_exposure": name in meter.among,
        "in_late": name in meter.of,
        "curable": curable,
        "settles": name in policy.settling,
    }


def _named(policy: Policy) -> dict[str, str]:
    """Give what one session can be called, with its words."""
    named = {one.name: one.words for one in policy.classes}
    return named | ({policy.cure.to: policy.cure.words} if policy.cure else {})


def _excuses(policy: Policy) -> Iterator[Row]:
    for number, one in enumerate(policy.excuses, start=1):
        yield {
            "variant": policy.variant,
            "rule_no": number,
            "outcomes": list(one.of),
            "reasons": list(one.reasons),
            "channels": list(one.channels),
            "emergency": one.emergency,
            "needs_decision": one.needs_decision,
            "told_within_seconds": (one.told_within or policy.excuse_terms.contact_within).seconds,
            "told_before_seconds": one.told_before.seconds if one.told_before else None,
            "meters": list(one.meters),
            "to_outcome": one.to if one.effect == "reclass" else "",
            "capped": one.cap is not None,
        }


def _amnesties(policy: Policy) -> Iterator[Row]:
    for one in policy.amnesties:
        yield {
            "variant": policy.variant,
            "name": one.name,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "outcomes": list(one.of),
            "zones": _pattern(list(one.timezones)),
            "reasons": list(one.reasons),
        }
