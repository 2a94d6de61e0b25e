"""The SQL and the plain-Python definition judge every log alike, at once or night by night."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, ContactRow, Log, SessionRow, judge
from tutor_reliability.policy import load

POLICIES = {name: load(name) for name in ("itutor", "talaera")}
START = datetime(2026, 3, 10, 12, tzinfo=UTC)
NIGHT = Night(as_of=date(2026, 3, 14), timezone="UTC")
HOURS = st.sampled_from([-30, -2, -0.5, 0, 0.5, 1, 2, 10, 23.9, 24, 24.0003, 25, 47, 48, 49, 100])
SESSIONS = st.sampled_from(["s1", "s2", "s3", "s4"])
MAYBE = st.none() | st.booleans()


def moments(centre: datetime = START) -> st.SearchStrategy[datetime]:
    return HOURS.map(lambda hours: centre - timedelta(hours=hours))


@st.composite
def sessions(draw: st.DrawFn, order: int) -> SessionRow:
    return SessionRow(
        session_id=draw(SESSIONS),
        tutor_id=draw(st.sampled_from(["T", "U", None])),
        student_id=draw(st.sampled_from(["p", "p", "q", None])),
        booked_at=draw(st.none() | moments()),
        scheduled_start=draw(moments(START + timedelta(days=2))),
        original_start=draw(st.none() | moments()),
        status=draw(
            st.sampled_from(
                [
                    "scheduled",
                    "completed",
                    "cancelled",
                    "no_show_tutor",
                    "no_show_student",
                    "interrupted",
                ]
            )
        ),
        updated_at=draw(st.none() | moments()),
        kind=draw(st.sampled_from([None, "regular", "trial"])),
        inside_availability=draw(MAYBE),
        first_with_student=draw(MAYBE),
        known_at=draw(moments(START + timedelta(days=3))),
        order=order,
    )


@st.composite
def cancellations(draw: st.DrawFn, order: int) -> CancellationRow:
    return CancellationRow(
        event_id=draw(st.sampled_from(["e1", "e2", "e3", "e4", "e5"])),
        session_id=draw(SESSIONS),
        cancelled_at=draw(st.none() | moments(START + timedelta(days=2))),
        initiator=draw(st.sampled_from(["tutor", "tutor", "student", "platform", "unknown"])),
        on_behalf_of=draw(st.sampled_from([None, None, "student", "tutor"])),
        reason_code=draw(st.sampled_from([None, "illness", "technical", "sickness", "other"])),
        channel=draw(
            st.sampled_from([None, "platform", "support", "live_chat", "scheduling_email"])
        ),
        kind=draw(st.sampled_from(["cancelled", "cancelled", "rescheduled"])),
        rescheduled_to_session_id=draw(st.none() | SESSIONS),
        withdrawn_at=draw(st.none() | st.none() | moments()),
        tutor_id=draw(st.sampled_from([None, "T"])),
        scheduled_start=draw(st.none() | moments(START + timedelta(days=2))),
        precision=draw(st.sampled_from(["second", "minute", "day"])),
        received_at=draw(st.none() | moments()),
        known_at=draw(moments(START + timedelta(days=3))),
        order=order,
    )


@st.composite
def contacts(draw: st.DrawFn, order: int) -> ContactRow:
    return ContactRow(
        contact_id=draw(st.sampled_from(["c1", "c2", "c3"])),
        session_id=draw(SESSIONS),
        contacted_at=draw(moments(START + timedelta(days=2))),
        channel=draw(st.sampled_from(["support", "live_chat", "scheduling_email"])),
        reason_code=draw(st.sampled_from([None, "illness", "technical", "sickness"])),
        emergency=draw(MAYBE),
        decision=draw(st.sampled_from([None, "pending", "accepted", "rejected"])),
        decided_at=draw(st.none() | moments()),
        known_at=draw(moments(START + timedelta(days=3))),
        order=order,
    )


@st.composite
def logs(draw: st.DrawFn) -> Log:
    def several(rows: object, most: int, first: int) -> tuple:
        return tuple(draw(rows(first + number)) for number in range(draw(st.integers(0, most))))

    return Log(
        sessions=several(sessions, 6, 1),
        cancellations=several(cancellations, 6, 20),
        contacts=several(contacts, 3, 40),
        excused_sessions=frozenset(draw(st.sets(SESSIONS, max_size=1))),
    )


OF_INTEREST = (
    "event, blame, outcome, is_late, notice, notice_hours, session_day, excuse, excused, cured_by, "
    "provisional, in_exposure, in_late"
)
TRIED = pytest.mark.parametrize(
    "examples", [40, pytest.param(1000, marks=pytest.mark.slow)], ids=str
)
JUDGED_BY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)


def tried(examples: int) -> settings:
    return settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])


def found(world) -> dict[str, dict]:
    rows = world.rows(f"select session_id, {OF_INTEREST} from core.session_outcomes")
    return {row.pop("session_id"): row for row in rows}


def expected(log: Log, policy, night: Night) -> dict[str, dict]:
    names = OF_INTEREST.split(", ")
    return {
        one: {name: getattr(verdict, name) for name in names}
        for one, verdict in judge(log, policy, night).items()
    }


def second_delivery(log: Log) -> Log:
    """Number the rows of a log as a second delivery does: after all of the first."""
    return Log(
        sessions=tuple(replace(one, order=one.order + 100) for one in log.sessions),
        cancellations=tuple(replace(one, order=one.order + 100) for one in log.cancellations),
        contacts=tuple(replace(one, order=one.order + 100) for one in log.contacts),
    )


@TRIED
@JUDGED_BY
def test_sql_judges_as_the_oracle_does(world, policy, examples) -> None:
    @tried(examples)
    @given(log=logs())
    def holds(log: Log) -> None:
        world.empty()
        world.deliver(log)
        world.excuse(log.excused_sessions, night=NIGHT)
        world.judge(policy, NIGHT)
        assert found(world) == expected(log, policy, NIGHT)

    holds()


@TRIED
@JUDGED_BY
def test_night_by_night_equals_all_at_once(world, policy, examples) -> None:
    @tried(examples)
    @given(early=logs(), late=logs())
    def holds(early: Log, late: Log) -> None:
        world.empty()
        first = Night(as_of=date(2026, 3, 11), timezone="UTC")
        world.excuse(early.excused_sessions, night=first)
        world.deliver(early, delivery_id=1)
        world.judge(policy, first)
        assert found(world) == expected(early, policy, first)
        later = second_delivery(late)
        world.deliver(later, delivery_id=2)
        world.judge(policy, NIGHT)
        both = Log(
            sessions=early.sessions + later.sessions,
            cancellations=early.cancellations + later.cancellations,
            contacts=early.contacts + later.contacts,
            excused_sessions=early.excused_sessions,
        )
        assert found(world) == expected(both, policy, NIGHT)
        world.judge(policy, first)
        assert found(world) == expected(both, policy, first)

    holds()
