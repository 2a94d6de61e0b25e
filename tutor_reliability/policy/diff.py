"""What changes from one text of a policy to another, in words, and for whom it gets harder.

Compared is what `describe` says, so nothing that people can read changes unnoticed; which way a
change goes is said only where it goes one way for everybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from tutor_reliability.policy.describe import Row, describe
from tutor_reliability.policy.direction import direction
from tutor_reliability.policy.model import Book, Policy
from tutor_reliability.policy.parameters import parameters

_NAMED = {
    "parameters": "parameter",
    "classes": "class",
    "derives": "derived incident",
    "amnesties": "amnesty",
    "meters": "meter",
    "rules": "rule",
    "statuses": "effect",
}
_LISTED = {
    "faults": "whose doing it is",
    "excuses": "excuse",
    "merges": "what counts together",
    "reasons": "reason",
    "emergencies": "emergency",
}
_TOLD = {
    "id": "id",
    "title": "title",
    "version": "version",
    "effective_from": "first day",
    "published_at": "day of publication",
    "source": "source",
    "contact": "contact",
    "cure": "what a rebooking does",
}
_FIELDS = {
    "words": "",
    "asks": "what it asks: ",
    "weight": "weight: ",
    "when": "when: ",
    "asked": "",
    "effect": "what follows: ",
    "assignment": "assignment: ",
    "way_back": "way back: ",
    "severity": "severity: ",
    "needs_person": "asks a person: ",
    "counts_as_late": "counts as late: ",
    "in_exposure": "counts as a session: ",
    "blame": "blame: ",
    "value": "",
}
_LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: about what, in words, and whether it is stricter or milder for tutors.

    `direction` is stricter, milder or empty where it is neither for everybody.
    """

    about: str
    words: str
    direction: str = ""


def diff(old: Policy, new: Policy) -> list[Change]:
    """Say what changes from one text to another; nothing where they say the same."""
    before, after = describe(old), describe(new)
    return [
        *_told(before, after),
        *(
            one
            for key in _NAMED
            for one in _named(key, _by_name(before, key), _by_name(after, key), old, new)
        ),
        *(one for key in _LISTED for one in _listed(key, before, after)),
    ]


def diff_books(old: Book, new: Book) -> list[Change]:
    """Say what changes between two books: in the newest texts, and in each market of theirs."""
    everywhere = diff(old.newest, new.newest)
    changes = list(everywhere)
    for market in dict.fromkeys([*old.markets, *new.markets]):
        changes += _market(_variant(old, market), _variant(new, market), market, everywhere)
    return changes


def _variant(book: Book, market: str) -> Policy | None:
    found = (one for one in book.variants if one.market == market)
    return next(found, None)


def _market(
    old: Policy | None, new: Policy | None, market: str, everywhere: list[Change]
) -> Iterator[Change]:
    """Say what changes in one market and not everywhere."""
    about = f"market {market}"
    if old is None or new is None:
        yield Change(about=about, words="is new" if old is None else "is gone")
        return
    if old.market_timezones != new.market_timezones:
        was, now = ", ".join(old.market_timezones), ", ".join(new.market_timezones)
        yield Change(about=about, words=f"its zones: from {was} to {now}")
    if old.human_required != new.human_required:
        says = "now needs" if new.human_required else "no longer needs"
        yield Change(
            about=about,
            words=f"every restriction {says} a person's decision first",
            direction="milder" if new.human_required else "stricter",
        )
    for one in diff(old, new):
        if one in everywhere:
            continue
        yield Change(about=f"{about}, {one.about}", words=one.words, direction=one.direction)


def _told(before: Row, after: Row) -> Iterator[Change]:
    for key, about in _TOLD.items():
        if before[key] != after[key]:
            yield Change(about=about, words=_moves(before[key], after[key]))


def _named(
    key: str, before: Mapping[str, Row], after: Mapping[str, Row], old: Policy, new: Policy
) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        yield Change(
            about=f"{_NAMED[key]} {name}",
            words=_line(old, new)
            if (key, name) == ("parameters", _LINE)
            else _change(key, was, now),
            direction=direction(key, name, old, new),
        )
    both = [name for name in before if name in after]
    if key in ("classes", "rules") and both != [name for name in after if name in before]:
        yield Change(about=key, words=f"their order is now {', '.join(after)}")


def _change(key: str, was: Row | None, now: Row | None) -> str:
    if was is None or now is None:
        told = (now or was or {}).get("words", "")
        return f"{'is new' if was is None else 'is gone'}: {told}"
    if key == "parameters" and was["value"] != now["value"]:
        return f"{_moves(was['value'], now['value'])}: {now['words']}"
    said = [
        f"{label}{_moves(was[field], now[field])}"
        for field, label in _FIELDS.items()
        if field in was and was[field] != now[field]
    ]
    return "; ".join(said) or _ours(now)


def _line(old: Policy, new: Policy) -> str:
    """Say how the line of lateness moves: the change that everybody asks about."""
    told = {one.name: one.words for one in parameters(new)}[_LINE]
    if old.line == new.line:
        return told
    return f"the line moves from {old.line.words} to {new.line.words}; {told}"


def _ours(now: Row) -> str:
    return "is now said to be our number" if now["default"] else "is now in the published text"


def _moves(was: object, now: object) -> str:
    if isinstance(was, bool) and isinstance(now, bool):
        return f"now {'yes' if now else 'no'}"
    before, after = _differing(str(was or ""), str(now or ""))
    return f"from {before or 'nothing'} to {after or 'nothing'}"


def _differing(was: str, now: str) -> tuple[str, str]:
    """Leave out the parts of two sentences that both have."""
    before, after = was.split("; "), now.split("; ")
    return (
        "; ".join(one for one in before if one not in after),
        "; ".join(one for one in after if one not in before),
    )


def _by_name(told: Row, key: str) -> dict[str, Row]:
    rows = told[key]
    assert isinstance(rows, list)  # noqa: S101 - describe gives lists
    return {str(row["name"]): row for row in rows}


def _listed(key: str, before: Row, after: Row) -> Iterator[Change]:
    was, now = _words_of(before, key), _words_of(after, key)
    ways = {"excuses": ("milder", "stricter"), "merges": ("milder", "stricter")}
    added, removed = ways.get(key, ("", ""))
    for kind, start, end, its_start, its_end in SequenceMatcher(a=was, b=now).get_opcodes():
        if kind == "equal":
            continue
        one_way = kind != "replace"
        for words in was[start:end]:
            yield Change(
                about=_LISTED[key], words=f"is gone: {words}", direction=removed if one_way else ""
            )
        for words in now[its_start:its_end]:
            yield Change(
                about=_LISTED[key], words=f"is new: {words}", direction=added if one_way else ""
            )


def _words_of(told: Row, key: str) -> list[str]:
    rows = told[key]
    assert isinstance(rows, list)  # noqa: S101 - describe gives lists
    return [str(row["words"]) if isinstance(row, dict) else str(row) for row in rows]
