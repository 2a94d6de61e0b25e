"""The smallest worlds in which what was asked of a past day once hung on what came after it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.standing.policies_at_random import BASE, STATUSES, day
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import (
    Book,
    Comparison,
    Derive,
    Effect,
    Lifetime,
    Meter,
    Policy,
    Rolling,
    Rule,
)
from tutor_reliability.standing import Definition, Fold, History, Incident, Judged

both_ways = pytest.mark.parametrize("asking", [Fold, Definition])


def late(
    number: int, fell: int, outcome: str = "late_cancel", *, known: int | None = None, **more
) -> Incident:
    counts_from = day(fell if known is None else known)
    return Incident(
        session_id=f"s{number}", day=day(fell), outcome=outcome, counts_from=counts_from, **more
    )


def policy(*meters: Meter, on: tuple[str, ...] = (), least: float = 1.0, **more) -> Policy:
    """Give a text with one rule: on its classes, or for none of them when its meters get there."""
    rule = Rule(
        name="rule",
        on=on,
        when=tuple(Comparison(meter=one.name, sign=">=", number=least) for one in meters),
        effect=Effect(do="last", exits=("review_closed",)),
        severity="watch",
        words="words",
        trigger="incident" if on else "crossing",
    )
    plain = {"merges": (), "derives": (), "excuses": (), "newcomers": None, "human_required": False}
    text = replace(BASE, effective_from=date(2020, 1, 1), meters=meters, rules=(rule,), **plain)
    return replace(text, statuses=STATUSES, **more)


def told(asking, book: Book, *incidents: Incident, night: int = 20) -> list[tuple[int, int, float]]:
    """Give the days of which the rule held, the nights on which that was known, and its meter."""
    judged = Judged.of(book, History(tutor_id="T", incidents=incidents), {})
    firings = asking(judged, day(night)).firings("rule", lambda *_: True)
    first = day(0)
    return [
        ((one.day - first).days, (one.known_on - first).days, one.values[0][1]) for one in firings
    ]


def derive(to: str, *sources: str, count: int = 1, consume: bool = False) -> Derive:
    within = parse_length("30d")
    return Derive(sources=sources, count=count, within=within, to=to, words="w", consume=consume)


@both_ways
def test_what_a_later_one_uses_up_stood_until_then(asking) -> None:
    counts = Meter(name="m", kind="count", of=("late_cancel", "again"), window=Lifetime())
    thrice = derive("again", "late_cancel", count=3, consume=True)
    book = Book(variants=(policy(counts, on=("late_cancel",), least=2, derives=(thrice,)),))
    assert told(asking, book, late(0, 0), late(1, 1), late(2, 5)) == [(1, 1, 2.0)]


@both_ways
def test_one_session_ends_at_most_one_derived_incident_of_a_kind(asking) -> None:
    counts = Meter(name="m", kind="count", of=("habit",), window=Lifetime())
    twice = (derive("again", "late_cancel"), derive("habit", "late_cancel", "again"))
    book = Book(variants=(policy(counts, on=("late_cancel",), derives=twice),))
    assert told(asking, book, late(0, 0)) == [(0, 0, 1.0)]
    assert told(asking, book, late(0, 0), late(1, 1)) == [(0, 0, 1.0), (1, 1, 2.0)]


@both_ways
def test_what_fell_outside_the_window_on_another_axis_still_stands_in_the_meter(asking) -> None:
    starts = Meter(name="m", kind="count", of=("early_cancel",), window=Lifetime())
    window = Rolling(length=parse_length("1d"))
    events = replace(starts, name="events", window=window, axis="event")
    book = Book(variants=(policy(starts, events, on=("early_cancel",), least=0),))
    asked = late(0, 4, "early_cancel", event_day=day(0))
    assert told(asking, book, asked, late(1, 3, known=6))[0] == (4, 4, 1.0)


@both_ways
def test_a_crossing_is_asked_anew_when_the_text_before_hears_more(asking) -> None:
    """By events two more fell on day 0, known on day 11: then the rate had not been there yet."""
    among = ("no_show", "early_cancel")
    rate = Meter(name="m", kind="rate", of=("no_show",), among=among, window=Lifetime())
    newer = policy(rate, least=0.5, effective_from=day(10))
    older = policy(replace(rate, axis="event"), least=0.5, until_day=day(10), variant=1)
    book = Book(variants=(newer, older))
    before = [late(0, 0, "no_show"), late(1, 10, "no_show")]
    more = [late(n, 20, "early_cancel", known=11, event_day=day(0)) for n in (2, 3)]
    assert told(asking, book, *before) == [(0, 0, 1.0)]
    assert told(asking, book, *before, *more) == [(0, 0, 1.0), (10, 11, 1.0)]
