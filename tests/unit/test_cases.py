"""People look first at what is due, then at what harms most; a case's name tells what it is of."""

from dataclasses import replace
from datetime import date

from tutor_reliability.cases import Case, case_id, queued, rule_of_case

TONIGHT = date(2026, 6, 30)
CASE = Case(
    case_id="c",
    tutor_id="T",
    rule="review_count",
    as_of=TONIGHT,
    opened_on=date(2026, 6, 20),
    due_on=date(2026, 7, 4),
    state="open",
    sentence="",
    session_ids=("s",),
    decision=None,
    decided_by=None,
    decided_on=None,
    reason=None,
    students_affected=1,
    excess_late=1.0,
    policy_id="itutor",
    policy_version="1",
)


def order(**cases: Case) -> list[str]:
    """Name the cases in the order of the queue."""
    named = [replace(one, case_id=name) for name, one in cases.items()]
    waiting = [one for one in queued(named) if one.queue_position]
    return [one.case_id for one in sorted(waiting, key=lambda one: one.queue_position)]


def test_what_is_due_sooner_comes_first_however_little_it_harms() -> None:
    sooner = replace(CASE, due_on=date(2026, 7, 1), excess_late=0.1)
    assert order(later=CASE, sooner=sooner) == ["sooner", "later"]


def test_among_the_overdue_harm_decides_and_not_age() -> None:
    old = replace(CASE, due_on=date(2026, 1, 1), excess_late=0.5)
    worse = replace(CASE, due_on=TONIGHT, excess_late=4.0)
    assert order(old=old, worse=worse) == ["worse", "old"]


def test_ties_go_by_students_then_by_name_never_by_chance() -> None:
    many = replace(CASE, students_affected=3)
    assert order(b=CASE, a=CASE, many=many) == ["many", "a", "b"]


def test_held_and_decided_cases_are_not_in_the_queue() -> None:
    held, decided = replace(CASE, state="held"), replace(CASE, state="decided")
    assert order(held=held, waits=CASE, decided=decided) == ["waits"]


def test_a_case_is_named_for_its_rule_its_day_and_its_tutor() -> None:
    name = case_id("T", "review_count", date(2026, 6, 20))
    assert name.startswith("review_count-20260620-")
    assert rule_of_case(name) == "review_count"
    assert name != case_id("U", "review_count", date(2026, 6, 20))
    assert name == case_id("T", "review_count", date(2026, 6, 20))


def test_a_rule_with_dashes_in_its_name_is_found_again() -> None:
    assert rule_of_case(case_id("T", "late-again", date(2026, 6, 20))) == "late-again"
