"""Rules fire when they say, stand as long as they say, and end when a person or time ends them."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.policy import load, parse
from tutor_reliability.policy.model import Book, Policy
from tutor_reliability.standing import Answer, Fold, History, Incident, Judged, Kept, Spell
from tutor_reliability.standing import standing as spells_of

COUNTS = {"itutor": ("repeated_count", "review_count"), "talaera": ("habit_count", "habit_review")}
ASKS = (
    'then = { do = "open_review", human = true, exit = "review_closed", due = "14d", '
    'lapses = "180d" }'
)


def count_asks(name: str) -> Policy:
    """Give a built-in policy whose count asks for the review, as the file says how."""
    text = load(name).text
    marks, review = COUNTS[name]
    start = text.index(f'[[rule]]\nname = "{marks}"')
    rule = text[start : text.index("[[rule]]", start + 1)]
    asking = re.sub(r"then = .*", ASKS, rule.replace('"watch"', '"review"', 1))
    return parse(text.replace(rule, asking).replace(marks, review), file=f"{name}.toml")


ITUTOR, TALAERA = count_asks("itutor"), count_asks("talaera")
DAY = date(2026, 6, 1)


def late(days: int, *, settle: int = 0, outcome: str = "late_cancel", **more) -> Incident:
    day = DAY + timedelta(days=days)
    return Incident(
        session_id=f"s{days}{outcome}",
        day=day,
        outcome=outcome,
        counts_from=day + timedelta(days=settle),
        **more,
    )


def history(*incidents: Incident) -> History:
    """Give the history of a tutor who is no newcomer: fifty sessions took place long ago."""
    long_ago = DAY - timedelta(days=400)
    kept = Kept(outcome="completed", days=(long_ago,), until=(50,))
    return History(tutor_id="T", incidents=tuple(incidents), kept=(kept,), joined=long_ago)


def spells(policy, its: History, closed: dict[str, list[date]], *, as_of: date) -> list[Spell]:
    """Find the spells of a tutor whose cases a reviewer dismissed on some days."""
    said = {
        rule: [Answer(day=one, action="dismiss") for one in sorted(days)]
        for rule, days in closed.items()
    }
    return spells_of(Judged.of(Book(variants=(policy,)), its, said), Fold, as_of=as_of)


def standing(policy, its: History, days: int, closed: tuple[int, ...] = ()) -> dict[str, Spell]:
    days_closed = [DAY + timedelta(days=one) for one in closed]
    closings = {"review_count": days_closed, "habit_review": days_closed}
    night = DAY + timedelta(days=days)
    found = spells(policy, its, closings, as_of=night)
    return {one.rule.name: one for one in found if one.stands(night)}


def test_a_third_in_ninety_days_opens_a_review_once_it_has_settled() -> None:
    its = history(late(0), late(10), late(20, settle=2, outcome="no_show"))
    assert standing(ITUTOR, its, 30)["review_count"].since == DAY + timedelta(days=22)


def test_two_open_none_and_the_first_has_no_effect() -> None:
    assert "review_count" not in standing(ITUTOR, history(late(0), late(10)), 30)
    assert standing(ITUTOR, history(late(0)), 30) == {}
    assert "rating_signal" in standing(ITUTOR, history(late(0), late(10)), 30)


@pytest.mark.parametrize(("third", "opens"), [(89, True), (90, False)])
def test_the_window_holds_ninety_days(third, opens) -> None:
    its = history(late(0), late(10), late(third))
    assert ("review_count" in standing(ITUTOR, its, third)) is opens


def test_a_review_stays_though_the_count_has_decayed_and_lapses_in_the_end() -> None:
    its = history(late(0), late(10), late(20))
    assert "review_count" in standing(ITUTOR, its, 150)
    assert "review_count" in standing(ITUTOR, its, 199)
    assert "review_count" not in standing(ITUTOR, its, 200)


def test_a_closed_review_opens_again_only_by_a_further_incident() -> None:
    its = history(late(0), late(10), late(20))
    assert "review_count" not in standing(ITUTOR, its, 40, closed=(30,))
    again = history(late(0), late(10), late(20), late(35))
    assert standing(ITUTOR, again, 40, closed=(30,))["review_count"].since == DAY + timedelta(
        days=35
    )


def test_an_undecided_excuse_holds_the_flag_back() -> None:
    its = history(late(0), late(10), late(20, pending=True))
    assert standing(ITUTOR, its, 30)["review_count"].held
    surely = history(late(0), late(5), late(10), late(20, pending=True))
    assert not standing(ITUTOR, surely, 30)["review_count"].held


def test_sessions_before_the_policy_took_effect_judge_nobody() -> None:
    ours = replace(ITUTOR, effective_from=DAY + timedelta(days=15))
    assert standing(ours, history(late(0), late(10), late(20)), 30) == {}


def test_talaera_puts_last_for_sixty_days_from_the_last_counted_one() -> None:
    its = history(late(0, outcome="missed"), late(10, outcome="direct_cancel"))
    found = standing(TALAERA, its, 11)["deprioritise"]
    assert (found.since, found.until) == (DAY + timedelta(days=10), DAY + timedelta(days=70))
    assert "deprioritise" in standing(TALAERA, its, 69)
    assert "deprioritise" not in standing(TALAERA, its, 70)


def test_talaera_an_excused_emergency_counts_for_the_habit_alone() -> None:
    excused = frozenset({"unexcused_6mo", "priority_rate_6mo"})
    its = history(*(late(n, outcome="late_release", dropped_from=excused) for n in (0, 10, 20, 30)))
    assert set(standing(TALAERA, its, 31)) == {"habit_review"}


def test_an_excused_incident_does_not_restart_the_clock() -> None:
    excused = frozenset({"unexcused_6mo", "priority_rate_6mo"})
    its = history(
        late(0, outcome="missed"),
        late(10, outcome="missed"),
        late(40, outcome="late_release", dropped_from=excused),
    )
    assert standing(TALAERA, its, 45)["deprioritise"].until == DAY + timedelta(days=70)


def test_what_has_not_settled_opens_nothing() -> None:
    its = history(late(0), late(10), late(20, settle=2, outcome="no_show"))
    assert "review_count" not in standing(ITUTOR, its, 21)
    assert "review_count" in standing(ITUTOR, its, 22)


def test_a_review_keeps_its_day_when_another_of_its_sessions_settles_later() -> None:
    its = history(
        late(0), late(10), late(20), late(20, settle=3, outcome="no_show", reason="technical")
    )
    found = standing(ITUTOR, its, 30)["review_count"]
    assert found.since == DAY + timedelta(days=20)
    assert len(found.last.incidents) == 4


def test_what_was_certain_is_not_held_back_by_an_excuse_said_the_same_day() -> None:
    pending = late(20, settle=3, outcome="no_show", pending=True)
    its = history(late(0), late(10), late(20), pending)
    assert not standing(ITUTOR, its, 30)["review_count"].held


def test_a_session_that_settles_after_the_review_closed_opens_it_again() -> None:
    its = history(
        late(0), late(10), late(20), late(20, settle=3, outcome="no_show", reason="technical")
    )
    assert "review_count" not in standing(ITUTOR, its, 22, closed=(21,))
    again = standing(ITUTOR, its, 23, closed=(21,))["review_count"]
    assert again.since == DAY + timedelta(days=23)


def test_a_closed_spell_says_when_and_by_which_sessions() -> None:
    its = history(late(0), late(10), late(20))
    closings = {"review_count": [DAY + timedelta(days=30)]}
    found = spells(ITUTOR, its, closings, as_of=DAY + timedelta(days=40))
    (closed,) = [one for one in found if one.rule.name == "review_count"]
    assert (closed.since, closed.closed_on) == (
        DAY + timedelta(days=20),
        closings["review_count"][0],
    )
    assert [one.session_id for one in closed.last.incidents] == [
        "s0late_cancel",
        "s10late_cancel",
        "s20late_cancel",
    ]


def test_a_further_incident_restarts_the_sixty_days() -> None:
    its = history(*(late(day, outcome="missed") for day in (0, 10, 40)))
    found = standing(TALAERA, its, 90)["deprioritise"]
    assert (found.since, found.until) == (DAY + timedelta(days=10), DAY + timedelta(days=100))


BY_RATE = parse(
    ITUTOR.text.replace('when = { late_90d = ">=3" }', 'when = { late_rate_90d = ">=30%" }'),
    file="by_rate.toml",
)


def taught(days: int, kept: int) -> History:
    """Give a history of three late sessions, and some that took place on one day before."""
    its = history(late(0), late(1), late(2))
    day = DAY + timedelta(days=days)
    taught_then = Kept(outcome="completed", days=(its.kept[0].days[0], day), until=(50, 50 + kept))
    return replace(its, kept=(taught_then,))


@pytest.mark.parametrize(
    ("kept", "opens"),
    [
        pytest.param(6, False, id="nine sessions are too few to judge"),
        pytest.param(7, True, id="three of ten"),
        pytest.param(8, False, id="three of eleven"),
    ],
)
def test_a_rate_counts_what_took_place_and_is_not_judged_on_few(kept, opens) -> None:
    assert ("review_count" in standing(BY_RATE, taught(-1, kept), 10)) is opens


def test_what_took_place_before_the_policy_dilutes_no_rate() -> None:
    ours = replace(BY_RATE, effective_from=DAY)
    before = replace(
        taught(0, 7),
        kept=(Kept(outcome="completed", days=(DAY - timedelta(days=5), DAY), until=(100, 107)),),
    )
    assert "review_count" in standing(ours, before, 10)
    assert "review_count" not in standing(BY_RATE, before, 10)


POLICIES = st.sampled_from([ITUTOR, TALAERA])
INCIDENTS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 3), st.integers(0, 5), st.booleans()),
    max_size=12,
    unique_by=lambda one: one[:2],
)
CLOSE_TOGETHER = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(0, 5), st.just(value=False)),
    min_size=3,
    max_size=12,
    unique_by=lambda one: one[:2],
)
CLOSED = st.lists(st.integers(0, 210), max_size=2)


def built(policy, listed) -> list[Incident]:
    """Make incidents of outcomes that the policy counts: day, outcome, settling, pending."""
    outcomes = policy.meters[0].of
    incidents = [
        late(day, outcome=outcomes[outcome], settle=settle, pending=pending)
        for day, outcome, settle, pending in listed
    ]
    return sorted(incidents, key=lambda one: (one.day, one.session_id))


def in_effect(policy, incidents, closed) -> set[str]:
    found = standing(policy, history(*incidents), 210, closed=tuple(closed))
    return {name for name, one in found.items() if not one.held}


@given(POLICIES, INCIDENTS.filter(bool), CLOSED, st.data())
def test_excusing_never_adds_a_flag(policy, listed, closed, data) -> None:
    incidents = built(policy, listed)
    excused = data.draw(st.sampled_from(incidents))
    forgiven = [
        replace(one, dropped_from=frozenset("*")) if one is excused else one for one in incidents
    ]
    assert in_effect(policy, forgiven, closed) <= in_effect(policy, incidents, closed)


@given(POLICIES, INCIDENTS, CLOSED, st.integers(1, 5))
def test_raising_a_threshold_never_adds_a_flag(policy, listed, closed, more) -> None:
    def raised(rule):
        return replace(rule, when=tuple(replace(w, number=w.number + more) for w in rule.when))

    stricter = replace(policy, rules=tuple(raised(rule) for rule in policy.rules))
    incidents = built(policy, listed)
    assert in_effect(stricter, incidents, closed) <= in_effect(policy, incidents, closed)


@given(POLICIES, INCIDENTS, CLOSED)
def test_order_within_a_day_changes_nothing(policy, listed, closed) -> None:
    incidents = built(policy, listed)
    turned = sorted(incidents, key=lambda one: (one.day, one.outcome[::-1]))
    assert in_effect(policy, turned, closed) == in_effect(policy, incidents, closed)


@given(POLICIES, CLOSE_TOGETHER, st.integers(0, 14))
def test_a_spell_that_stands_never_changes_its_first_day(policy, listed, earlier) -> None:
    """Told one night since when it stands, a tutor is not told another day the next."""
    its = history(*built(policy, listed))
    before, after = standing(policy, its, earlier), standing(policy, its, earlier + 1)
    moved = {
        name: (one.since, after[name].since)
        for name, one in before.items()
        if name in after and after[name].since != one.since
    }
    assert moved == {}
