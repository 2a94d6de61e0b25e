"""Policy files made by chance, over all that the language says of one session.

Each is written as TOML and read as any file is. A rule that no session could reach, which the
parser refuses, is taken out and the file written again.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from random import Random

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy.book import read_book
from tutor_reliability.policy.model import Book

Table = dict[str, object]
LENGTHS = ("0h", "1h", "2h", "10h", "24h", "47h", "48h", "49h", "3d")
SPANS = ("1d", "2d", "3d", "60d", "1mo")
DAYS = tuple(date(2026, 3, day) for day in range(6, 13))
CHANNELS = ("platform", "support", "live_chat", "scheduling_email")
REASONS = ("illness", "technical", "sickness", "other", "none")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVENTS = ("completed", "cancelled", "rescheduled", "no_show", "no_show_student", "interrupted")
BLAMES = ("tutor", "student", "platform", "needs_review", "none")
WHO = ("tutor", "student", "platform", "unknown")
ASKED = {
    "event": EVENTS,
    "by": WHO,
    "on_behalf_of": (*WHO, "none"),
    "channel": CHANNELS,
    "reason": REASONS,
    "session_kind": ("regular", "trial"),
    "recorded_by": ("Ada", "Bo", "robot"),
    "weekday": WEEKDAYS,
}
REFUSED = re.compile(r"(fault|class)\[(\d+)\]")


def book_at_random(rnd: Random) -> Book:
    """Make a policy: one or two texts, with or without markets."""
    zone = rnd.choice(("UTC", "America/New_York", "Europe/Berlin"))
    first = {"version": "old", "effective_from": date(2025, 1, 1), "timezone": zone}
    if rnd.choice((True, False)):
        return read_book(_text(rnd, first), file="new.toml", beside=None)
    old = _text(rnd, first)
    second = {"version": "new", "effective_from": rnd.choice(DAYS), "timezone": zone}
    newest = _text(rnd, {**second, "earlier": ["old.toml"]})
    return read_book(newest, file="new.toml", beside=lambda _: old)


def _text(rnd: Random, about: Table) -> str:
    """Write one text that the parser takes."""
    rules = {"fault": _faults(rnd), "class": _classes(rnd)}
    head = _head(rnd, about)
    plain = Random(0)  # noqa: S311 - repeatable, not secret
    while True:
        parts = {**head, **rules, **_rest(plain, rules["class"], bare=True)}
        problem = _problem(_toml(parts))
        if problem is None:
            break
        found = REFUSED.search(problem)
        assert found, problem
        del rules[found[1]][int(found[2]) - 1]
    parts = {**head, **rules, **_rest(rnd, rules["class"], bare=False)}
    if rnd.choice((True, False)):
        parts["market"] = _markets(rnd, rules["class"])
    return _toml(parts)


def _problem(text: str) -> str | None:
    try:
        read_book(text, file="try.toml", beside=None)
    except PolicyError as error:
        return str(error)
    return None


def _head(rnd: Random, about: Table) -> Table:
    policy: Table = {
        "id": "ours",
        "title": "Ours",
        "source": "chance",
        "contact": "us@example.org",
        **about,
    }
    if rnd.choice((True, True, False)):
        policy["settle"] = rnd.choice(("1h", "24h", "48h"))
    if rnd.choice((True, False, False)):
        policy["event_version"] = "tonight"
    return {"policy": policy, "clock": _clock(rnd)}


def _clock(rnd: Random) -> Table:
    clock: Table = {
        "line": rnd.choice(("10h", "24h", "48h")),
        "reference": rnd.choice(("earliest", "current")),
        "uncertain_is_late": rnd.choice((True, False)),
        "moved_and_held": rnd.choice(("completed", "rescheduled")),
        "at_boundary": rnd.choice(("early", "late")),
        "notice_from": rnd.choice(("cancelled", "told")),
    }
    if rnd.choice((True, False, False)):
        opens, closes = rnd.choice((("08:00", "18:00"), ("00:00", "23:59"), ("02:30", "12:00")))
        clock["hours"] = {
            "open": opens,
            "close": closes,
            "days": rnd.sample(WEEKDAYS, rnd.choice((1, 5, 7))),
            "holidays": rnd.sample(DAYS, rnd.choice((0, 2))),
        }
    return clock


def _faults(rnd: Random) -> list[Table]:
    found: list[Table] = [
        {"when": _when(rnd), "blame": rnd.choice(BLAMES)} for _ in range(rnd.choice(range(4)))
    ]
    return [*found, {"blame": rnd.choice(("tutor", "tutor", "student"))}]


def _classes(rnd: Random) -> list[Table]:
    found = []
    for number in range(rnd.choice((2, 4, 6))):
        when = _when(rnd)
        if rnd.choice((True, False)):
            when["blame"] = rnd.sample(BLAMES, rnd.choice((1, 2)))
        found.append(
            {
                "name": f"c{number}",
                "when": when,
                "words": "a class",
                "weight": rnd.choice((0.5, 1, 2, 0)),
            }
        )
    rest = {"when": {"event": ["cancelled", "rescheduled", "no_show"]}, "words": "the rest"}
    return [*found, {"name": "rest", **rest}]


def _when(rnd: Random) -> Table:
    """Ask one to three things of a session."""
    when: Table = {}
    for key in rnd.sample((*ASKED, "switch", "band"), rnd.choice((1, 1, 2, 3))):
        if key == "switch":
            name = rnd.choice(("inside_availability", "first_with_student", "agreed"))
            when[name] = rnd.choice((True, False))
        elif key == "band":
            when |= _band(rnd)
        else:
            when[key] = rnd.sample(ASKED[key], rnd.choice((1, 1, 2)))
    return when


def _band(rnd: Random) -> Table:
    axis = rnd.choice(("notice", "notice", "lateness", "since_booking"))
    edges = {"lateness": ("0s", "5min", "15min", "1h")}.get(axis, LENGTHS)
    if axis == "notice" and rnd.choice((True, False, False)):
        return {"notice": "unknown"}
    low, high = sorted(rnd.sample(range(len(edges)), 2))
    one_side = rnd.choice(((low, high), (low, None), (None, high)))
    return {axis: ["" if edge is None else edges[edge] for edge in one_side]}


def _rest(rnd: Random, classes: list[Table], *, bare: bool) -> Table:
    """Write what stands on the classes: excuses, amnesties, the cure, meters, a rule."""
    names = [str(one["name"]) for one in classes]
    among = _some(rnd, names)
    parts: Table = {
        "reason": {"codes": list(REASONS[:4]), "emergency": _some(rnd, REASONS[:4])},
        "excuse_terms": {
            "decided_by": "reviewer",
            "contact_within": rnd.choice(LENGTHS),
            "pending_for": rnd.choice(LENGTHS[1:]),
            "while_pending": rnd.choice(("counts_but_flag_is_held", "counts", "does_not_count")),
        },
        "meter": [
            {"name": "some", "kind": "count", "of": _some(rnd, names), "window": "90d"},
            {
                "name": "rate",
                "kind": "rate",
                "of": _some(rnd, among),
                "among": among,
                "window": "90d",
            },
        ],
        "rate": {
            "meter": "rate",
            "limit": 0.05,
            "prior_late": 1,
            "prior_sessions": 30,
            "min_tutors": 20,
        },
        "rule": [
            {
                "name": "watch",
                "severity": "watch",
                "on": _some(rnd, names),
                "when": {"some": ">=1"},
                "then": {"do": "watch", "for": "30d"},
                "words": "watched",
            }
        ],
        "status": {"watch": {"words": "watched"}},
    }
    if bare:
        return parts
    parts["excuse"] = [_excuse(rnd, names) for _ in range(rnd.choice(range(4)))]
    parts["amnesty"] = [_amnesty(rnd, names, one) for one in range(rnd.choice((0, 0, 1, 2)))]
    if rnd.choice((True, True, False)):
        parts["cure"] = {
            "of": _some(rnd, names),
            "same": rnd.choice((["student"], ["student", "tutor"])),
            "within": rnd.choice(("10h", "48h", "5d")),
            "to": "cured",
            "words": "agreed",
            "needs": rnd.choice(("booked", "held")),
        }
    return parts


def _excuse(rnd: Random, names: list[str]) -> Table:
    effect = rnd.choice(("drop", "drop_from", "reclass"))
    excuse: Table = {"of": _some(rnd, names), "when": _said(rnd), "effect": effect}
    if effect == "drop_from":
        excuse["meters"] = _some(rnd, ("some", "rate"))
    if effect == "reclass":
        excuse["to"] = rnd.choice(names)
    if rnd.choice((True, False)):
        excuse["cap"] = {"times": rnd.choice((1, 1, 2)), "within": rnd.choice(SPANS)}
    return excuse


def _said(rnd: Random) -> Table:
    """Ask up to six things of what the tutor said."""
    told = rnd.choice(LENGTHS), rnd.choice(LENGTHS)
    drawn: Table = {
        "reason": _some(rnd, REASONS),
        "channel": _some(rnd, CHANNELS[1:]),
        "decision": "accepted",
        "emergency": rnd.choice((True, False)),
        "told_within": told[0],
        "told_before": told[1],
    }
    often = ("reason", "channel", "decision")
    return {
        key: one
        for key, one in drawn.items()
        if rnd.choice((key in often, key in often, True, False, False, False))
    }


def _amnesty(rnd: Random, names: list[str], number: int) -> Table:
    first, last = sorted(rnd.sample(DAYS, 2))
    amnesty: Table = {
        "name": f"amnesty {number}",
        "from": first,
        "until": last,
        "words": "an outage",
        "decided_by": "Ada Lovelace",
    }
    if rnd.choice((True, False)):
        amnesty["of"] = _some(rnd, names)
    if rnd.choice((True, False)):
        amnesty["timezones"] = [rnd.choice(("Europe/*", "America/*", "*/Paris", "UT?"))]
    if rnd.choice((True, False)):
        amnesty["reasons"] = _some(rnd, REASONS)
    return amnesty


def _markets(rnd: Random, classes: list[Table]) -> Table:
    """Write markets that override what stands on the classes, and the clock."""
    names = [str(one["name"]) for one in classes]
    markets: Table = {}
    for name, globs in (("eu", ["Europe/*"]), ("paris", ["*/Paris"]), ("us", ["America/*"])):
        if rnd.choice((True, False)):
            own: Table = {"timezones": globs}
            if rnd.choice((True, False)):
                own["clock"] = {"reference": "current", "notice_from": "told"}
            if rnd.choice((True, False)):
                own["excuse"] = [_excuse(rnd, names)]
            if rnd.choice((True, False)):
                own["excuse_terms"] = {"pending_for": "1h"}
            markets[name] = own
    return markets


def _some(rnd: Random, names: tuple[str, ...] | list[str]) -> list[str]:
    return rnd.sample(list(names), rnd.randint(1, len(names)))


def _toml(parts: Mapping[str, object]) -> str:
    return "\n".join(f"{key} = {_value(one)}" for key, one in parts.items()) + "\n"


def _value(found: object) -> str:
    if isinstance(found, bool | str):
        return json.dumps(found)
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, Mapping):
        return "{" + ", ".join(f'"{key}" = {_value(one)}' for key, one in found.items()) + "}"
    if isinstance(found, list | tuple):
        return "[" + ", ".join(_value(one) for one in found) + "]"
    return str(found)
