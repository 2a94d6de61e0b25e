"""What holds of a session whatever the policy says: laws of the language, over texts by chance.

They are asked of the plain-Python definition, which the SQL is held to elsewhere.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models.marketplaces import together, two_deliveries
from tests.models.texts_at_random import book_at_random
from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, Log, SessionRow, Verdict, judge
from tutor_reliability.policy.model import Amnesty, Book, Policy

LAST = date(2026, 3, 14)
START = datetime(2026, 3, 10, 12, tzinfo=UTC)


def by_chance(test: Callable[[Random], None]) -> Callable:
    """Ask a law of a few draws, and of many where there is time."""

    def asked(examples: int) -> None:
        quiet = settings(max_examples=examples, suppress_health_check=list(HealthCheck))
        quiet(given(rnd=st.randoms(use_true_random=False))(test))()

    asked.__name__ = test.__name__
    asked.__doc__ = test.__doc__
    often = pytest.param(75, marks=pytest.mark.slow)
    return pytest.mark.parametrize("examples", [12, often], ids=str)(asked)


def changed(book: Book, change: Callable[[Policy], Policy]) -> Book:
    return Book(variants=tuple(change(one) for one in book.variants))


def tonight(book: Book) -> Night:
    return Night(as_of=LAST, timezone=book.newest.timezone)


def log_of(rnd: Random) -> Log:
    return together(two_deliveries(rnd))


def late(found: dict[str, Verdict]) -> set[str]:
    return {name for name, one in found.items() if one.in_late}


def counted(found: dict[str, Verdict]) -> set[str]:
    return {name for name, one in found.items() if one.in_exposure}


def without(policy: Policy, *effects: str) -> Policy:
    return replace(
        policy, excuses=tuple(one for one in policy.excuses if one.effect not in effects)
    )


@by_chance
def test_a_persons_excuse_never_worsens(rnd: Random) -> None:
    """Caps aside, nobody else's session is touched; with them, one claim fewer is made."""
    book = book_at_random(rnd)
    log = log_of(rnd)
    named = sorted({one.session_id for one in log.sessions})
    excused = replace(log, excused_sessions=frozenset(named[:1]) | log.excused_sessions)
    before, after = (judge(one, book, tonight(book)) for one in (log, excused))
    fewer = changed(book, lambda one: without(one, "reclass"))
    plain = [judge(one, fewer, tonight(fewer)) for one in (log, excused)]
    assert not late(after) & set(named[:1])
    assert late(plain[1]) <= late(plain[0])
    assert set(after) == set(before)


@by_chance
def test_an_accepted_excuse_never_worsens(rnd: Random) -> None:
    """What drops a session from a meter takes it out, and puts nothing in."""
    book = changed(book_at_random(rnd), lambda one: without(one, "reclass"))
    log = log_of(rnd)
    never = changed(book, lambda one: replace(one, excuses=()))
    with_excuses, with_none = (judge(log, one, tonight(book)) for one in (book, never))
    assert late(with_excuses) <= late(with_none)
    assert counted(with_excuses) <= counted(with_none)


@by_chance
def test_amnesty_only_forgives(rnd: Random) -> None:
    book = changed(book_at_random(rnd), lambda one: without(one, "reclass"))
    log = log_of(rnd)
    amnesty = Amnesty(
        name="storm",
        first_day=date(2026, 3, 7),
        last_day=date(2026, 3, 10),
        of=tuple(name for one in book.variants for name in one.outcome_words),
        timezones=(),
        reasons=(),
        words="a storm",
        decided_by="Ada",
    )
    stormy = changed(book, lambda one: replace(one, amnesties=(*one.amnesties, amnesty)))
    before, after = (judge(log, one, tonight(book)) for one in (book, stormy))
    assert late(after) <= late(before)
    covered = {
        name
        for name, one in after.items()
        if amnesty.first_day <= one.session_day <= amnesty.last_day
        and one.outcome not in ("unclassified", "unreported", "upcoming")
    }
    assert not covered & late(after)


@by_chance
def test_what_the_student_did_is_no_class_of_the_tutors(rnd: Random) -> None:
    """Where each class that counts asks for the tutor's blame, a student's fault never counts."""
    book = changed(book_at_random(rnd), blaming_the_tutor)
    found = judge(log_of(rnd), book, tonight(book))
    assert not [one for one in found.values() if one.in_late and one.blame != "tutor"]


def blaming_the_tutor(policy: Policy) -> Policy:
    return replace(
        policy,
        classes=tuple(
            replace(one, when=replace(one.when, blames=("tutor",))) for one in policy.classes
        ),
    )


@by_chance
def test_the_order_of_delivery_changes_nothing(rnd: Random) -> None:
    """Rows that speak of different things may come in any order."""
    book, log = book_at_random(rnd), log_of(rnd)

    def shuffled(rows: tuple) -> tuple:
        return tuple(rnd.sample(rows, len(rows)))

    mixed = replace(
        log,
        sessions=shuffled(log.sessions),
        cancellations=shuffled(log.cancellations),
        contacts=shuffled(log.contacts),
        tutors=shuffled(log.tutors),
    )
    assert judge(mixed, book, tonight(book)) == judge(log, book, tonight(book))


@by_chance
def test_moving_a_session_later_never_buys_notice(rnd: Random) -> None:
    """Measured to the earliest start, a cancellation after a move has the notice it had before."""
    book = changed(book_at_random(rnd), lambda one: replace(one, reference="earliest"))
    said_at = START - timedelta(minutes=rnd.choice(range(-120, 6000)))
    moved_at = said_at - timedelta(minutes=1)
    booked = SessionRow(
        session_id="s",
        tutor_id="T",
        student_id="p",
        scheduled_start=START,
        status="cancelled",
        updated_at=moved_at - timedelta(days=9),
        known_at=moved_at - timedelta(days=9),
        order=1,
    )
    moved = replace(
        booked,
        scheduled_start=START + timedelta(minutes=rnd.choice(range(1, 4000))),
        updated_at=moved_at,
        known_at=moved_at,
        order=2,
    )
    ended = CancellationRow(
        event_id="e",
        session_id="s",
        initiator="tutor",
        cancelled_at=said_at,
        known_at=said_at,
        order=3,
    )
    night = Night(as_of=date(2026, 3, 20), timezone=book.newest.timezone)
    stayed = judge(Log(sessions=(booked,), cancellations=(ended,)), book, night)["s"]
    went = judge(Log(sessions=(booked, moved), cancellations=(ended,)), book, night)["s"]
    assert went.notice_hours == stayed.notice_hours
    assert went.is_late == stayed.is_late


@by_chance
def test_no_class_depends_on_what_happens_after_it_settled(rnd: Random) -> None:
    """Where the settling time covers the cure, and the agreement is enough, a class then stands."""
    book = changed(book_at_random(rnd), settling)
    log = log_of(rnd)
    night = tonight(book)
    found = judge(log, book, night)
    settled = {
        name: one.settles_at
        for name, one in found.items()
        if one.settles_at is not None and one.settles_at <= night.known_until
    }
    if not settled:
        return
    after = max(settled.values())
    later = replace(
        log,
        sessions=(*log.sessions, *(a_booking(one, after) for one in log.sessions)),
    )
    again = judge(later, book, night)
    assert {one: again[one].outcome for one in settled} == {
        one: found[one].outcome for one in settled
    }


def settling(policy: Policy) -> Policy:
    if policy.cure is None or policy.settle is None:
        return policy
    cure = replace(policy.cure, within=policy.settle, needs="booked")
    return replace(policy, cure=cure)


def a_booking(beside: SessionRow, after: datetime) -> SessionRow:
    """Book one more of the same pair, a second after all has settled."""
    return SessionRow(
        session_id=f"after {beside.order}",
        tutor_id=beside.tutor_id,
        student_id=beside.student_id,
        booked_at=after + timedelta(seconds=1),
        scheduled_start=after + timedelta(days=2),
        status="completed",
        known_at=beside.known_at,
        order=1000 + beside.order,
    )
