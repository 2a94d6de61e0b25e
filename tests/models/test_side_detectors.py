"""The side detectors through the real SQL: who is found, and the nearest who is not.

One marketplace holds a tutor for each case, named after it, beside peers who do nothing of note;
what depends on everybody, or on the night, has a marketplace of its own.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from assets import sql
from tutor_reliability.evidence_build import refresh_signals
from tutor_reliability.evidence_build.rates import rates_of
from tutor_reliability.evidence_build.side import sides_of
from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, ContactRow, Log, SessionRow
from tutor_reliability.policy import load_book
from tutor_reliability.rates_build import refresh_tutors

BOOK = load_book("itutor")
BEGAN = datetime(2026, 6, 1, 12, tzinfo=UTC)
NIGHT = Night(as_of=date(2026, 9, 30), timezone="UTC")
PEERS = [f"P{number}" for number in range(12)]
NEAR = (24.2, 24.5, 24.8, 25.2, 25.5, 25.8, 24.4, 25.6)
BOTH_SIDES = (18.5, 19.5, 20.5, 21.5, 22.5, 23.5, 24.5, 25.2, 26.5, 27.5, 28.5, 29.5, 30.5)


class Diary:
    """A log written a session at a time; each tutor teaches one session a day."""

    def __init__(self) -> None:
        self.sessions: list[SessionRow] = []
        self.cancellations: list[CancellationRow] = []
        self.contacts: list[ContactRow] = []

    def session(self, tutor: str, student: str, day: int, status="completed", **more) -> str:
        name = more.pop("name", f"{tutor}-{student}-{day}")
        start = BEGAN + timedelta(days=day)
        given = {"booked_at": start - timedelta(days=90), **more}
        self.sessions.append(
            SessionRow(
                session_id=name,
                tutor_id=tutor,
                student_id=student,
                scheduled_start=start,
                status=status,
                known_at=start - timedelta(days=6),
                order=len(self.sessions) + 1,
                **given,
            )
        )
        return name

    def cancelled(
        self, tutor: str, student: str, day: int, hours: float, by="tutor", **more
    ) -> str:
        name = self.session(tutor, student, day, "cancelled")
        self.end(name, BEGAN + timedelta(days=day, hours=-hours), by, **more)
        return name

    def end(self, name: str, at: datetime, by="tutor", **more) -> None:
        number = len(self.cancellations) + 1
        given = {"cancelled_at": at, "known_at": at, **more}
        self.cancellations.append(
            CancellationRow(
                event_id=f"e{number}", session_id=name, initiator=by, order=number, **given
            )
        )

    def taught(self, *tutors: str) -> None:
        """Let tutors teach on 60 days, six students in turn."""
        for tutor in tutors:
            for day in range(60):
                self.session(tutor, f"{tutor}s{day % 6}", day)

    @property
    def log(self) -> Log:
        return Log(
            sessions=tuple(self.sessions),
            cancellations=tuple(self.cancellations),
            contacts=tuple(self.contacts),
        )


def near_the_line(diary: Diary, tutor: str, hours=NEAR, **more) -> None:
    diary.taught(tutor)
    for number, one in enumerate(hours):
        diary.cancelled(tutor, f"{tutor}n", 70 + 3 * number, one, **more)


def rebooked(diary: Diary, tutor: str) -> None:
    near_the_line(diary, tutor, NEAR[:3])
    diary.cancelled(tutor, "again", 100, 25.5)
    soon = BEGAN + timedelta(days=100, hours=-20)
    diary.session(tutor, "again", 104, booked_at=soon, name="instead")


def one_more(diary: Diary, tutor: str, hours: float) -> None:
    near_the_line(diary, tutor, (*NEAR[:3], hours))


def in_students_names(diary: Diary, tutor: str, *, elsewhere=0, hours=2, **more) -> None:
    """Let eight students cancel twice each with a tutor, and so often with a peer each."""
    for number in range(8):
        student, peer = f"{tutor}x{number}", PEERS[number]
        for day in range(8):
            diary.session(tutor, student, 8 * number + day)
            if day < elsewhere:
                diary.cancelled(peer, student, 8 * number + day, 2, "student")
            else:
                diary.session(peer, student, 8 * number + day)
        for day in range(2):
            diary.cancelled(
                tutor, student, 70 + 2 * number + day, hours, **{"by": "student", **more}
            )


def one_flaky_student(diary: Diary, tutor: str) -> None:
    diary.taught(tutor)
    for day in range(8):
        diary.cancelled(tutor, "flaky", 70 + 3 * day, 2, "student")
        diary.session(tutor, "flaky", 71 + 3 * day)


def emergencies(diary: Diary, tutor: str, days, **more) -> None:
    diary.taught(tutor)
    for day in days:
        diary.cancelled(tutor, f"{tutor}x", day, 5, **{"reason_code": "emergency", **more})


def excused_emergencies(diary: Diary, tutor: str) -> None:
    emergencies(diary, tutor, TIME_AND_AGAIN)
    at = BEGAN + timedelta(days=62)
    diary.contacts.append(
        ContactRow(
            contact_id="c",
            session_id=f"{tutor}-{tutor}x-62",
            contacted_at=at - timedelta(hours=5),
            channel="support",
            known_at=at,
            order=1,
            reason_code="emergency",
            decision="accepted",
            decided_at=at,
        )
    )


def moved(diary: Diary, tutor: str, days) -> None:
    diary.taught(tutor)
    for day in days:
        name = diary.session(tutor, f"{tutor}m", day, "cancelled")
        diary.end(name, BEGAN + timedelta(days=day - 3), kind="rescheduled")


def in_place(diary: Diary, tutor: str, times: int, *, apart=timedelta(days=1), **more) -> None:
    """Let a tutor move one lesson so many times without a new session; at last it is held."""
    diary.taught(tutor)
    name = diary.session(tutor, f"{tutor}m", 90)
    for time in range(times):
        at = BEGAN + timedelta(days=80) + time * apart
        diary.end(name, at, **{"kind": "rescheduled", **more})


def from_session_to_session(diary: Diary, tutor: str) -> None:
    diary.taught(tutor)
    names = ["a", "b", "c", "d"]
    for number, (name, after) in enumerate(pairwise(names)):
        diary.session(tutor, f"{tutor}m", 80 + number, "cancelled", name=name)
        at = BEGAN + timedelta(days=75 + number)
        diary.end(name, at, kind="rescheduled", rescheduled_to_session_id=after)
    diary.session(tutor, f"{tutor}m", 83, name="d")


def quiet(diary: Diary, tutor: str, *, goes_on: bool, returns: bool) -> None:
    """Let a tutor cancel once on each of eight students after four sessions.

    Args:
        diary: The log.
        tutor: The tutor.
        goes_on: Whether they have a session with another tutor afterwards.
        returns: Whether they book this tutor again.
    """
    for number in range(8):
        student = f"{tutor}q{number}"
        for day in (0, 5, 10, 15):
            diary.session(tutor, student, day + number)
        diary.cancelled(tutor, student, 25 + number, 48)
        if goes_on:
            diary.session(PEERS[number], student, 35 + number)
        if returns:
            diary.session(tutor, student, 40 + number)


def peers(diary: Diary) -> None:
    """Let each peer teach, cancel once around the line, and move a lesson; students go on."""
    diary.taught(*PEERS)
    for number, tutor in enumerate(PEERS):
        diary.cancelled(tutor, f"{tutor}n", 68, 18.5 + number)
        moved_one = diary.session(tutor, f"{tutor}s0", 61, "cancelled")
        diary.end(moved_one, BEGAN + timedelta(days=58), kind="rescheduled")
        for student in range(3):
            diary.cancelled(tutor, f"{tutor}s{student}", 31 + student, 40, "student")
        diary.cancelled(tutor, f"{tutor}s4", 41, 5, "student")


TIME_AND_AGAIN = (62, 68, 74, 80, 86, 92, 93, 94)
CASES = {
    "line sitter": near_the_line,
    "whole hours": lambda d, t: near_the_line(d, t, (24, 25, 24, 25, 25, 24, 24, 25)),
    "further outside": lambda d, t: near_the_line(d, t, [one + 2.1 for one in NEAR]),
    "inside": lambda d, t: near_the_line(d, t, [one - 1.9 for one in NEAR]),
    "only the day is known": lambda d, t: near_the_line(d, t, precision="day"),
    "by the student": lambda d, t: near_the_line(d, t, by="student"),
    "for the student": lambda d, t: near_the_line(d, t, on_behalf_of="student"),
    "both sides": lambda d, t: near_the_line(d, t, BOTH_SIDES),
    "two minutes past": lambda d, t: one_more(d, t, 24 + 120 / 3600),
    "a second more": lambda d, t: one_more(d, t, 24 + 121 / 3600),
    "the last that is near": lambda d, t: one_more(d, t, 26 - 121 / 3600),
    "the first that is not": lambda d, t: one_more(d, t, 26 + 121 / 3600),
    "rebooked": rebooked,
    "proxy": in_students_names,
    "presses for them": lambda d, t: in_students_names(d, t, by="tutor", on_behalf_of="student"),
    "they do so everywhere": lambda d, t: in_students_names(d, t, elsewhere=3),
    "they cancel in time": lambda d, t: in_students_names(d, t, hours=24),
    "one flaky student": one_flaky_student,
    "time and again": lambda d, t: emergencies(d, t, TIME_AND_AGAIN),
    "ill for a week": lambda d, t: emergencies(d, t, (62, 63, 65, 68, 80, 90)),
    "other reasons": lambda d, t: emergencies(d, t, TIME_AND_AGAIN, reason_code="illness"),
    "excused": excused_emergencies,
    "mover": lambda d, t: moved(d, t, range(62, 98, 2)),
    "moved thrice": lambda d, t: in_place(d, t, 3),
    "moved twice": lambda d, t: in_place(d, t, 2),
    "student moved it": lambda d, t: in_place(d, t, 4, by="student"),
    "moved for the student": lambda d, t: in_place(d, t, 4, on_behalf_of="student"),
    "entered four times": lambda d, t: in_place(d, t, 4, apart=timedelta(seconds=1)),
    "taken back": lambda d, t: in_place(d, t, 4, withdrawn_at=BEGAN + timedelta(days=85)),
    "from session to session": from_session_to_session,
    "quiet": lambda d, t: quiet(d, t, goes_on=True, returns=False),
    "they left altogether": lambda d, t: quiet(d, t, goes_on=False, returns=False),
    "they came back": lambda d, t: quiet(d, t, goes_on=True, returns=True),
    "they know no other": lambda d, t: quiet(d, t, goes_on=False, returns=True),
}


def found(world, diary: Diary, *, night: Night = NIGHT) -> dict[tuple[str, str], dict]:
    """Judge a diary; gives the rows of review.signals by tutor and signal."""
    world.deliver(diary.log)
    world.judge(BOOK, night)
    refresh_tutors(world.opened, sql.model, night=night)
    refresh_signals(world.opened, sql.model, BOOK, night, detectors=(rates_of, sides_of))
    rows = world.rows(
        "select * from review.signals where signal not in ('late_sessions', 'wiped_days')"
    )
    return {(row["tutor_id"], row["signal"]): row for row in rows}


@pytest.fixture(scope="module")
def marketplace(shared_world):
    """Give a marketplace with a tutor for each case, judged."""
    diary = Diary()
    peers(diary)
    for name, case in CASES.items():
        case(diary, name)
    return shared_world, found(shared_world, diary)


@pytest.fixture(scope="module")
def signals(marketplace):
    """Give the rows of review.signals by tutor and signal."""
    return marketplace[1]


def chance(rows, signal: str, tutor: str) -> float:
    """Give a tutor's chance; 0 where there is nothing to tell, or too little."""
    row = rows.get((tutor, signal))
    return (row["chance"] or 0.0) if row else 0.0


@pytest.mark.parametrize(
    ("signal", "tutors"),
    [
        ("near_line", {"line sitter"}),
        ("student_cancels", {"proxy", "presses for them"}),
        ("emergency_habit", {"time and again", "excused"}),
        ("reschedule_churn", {"mover"}),
        ("reschedule_chain", {"moved thrice", "from session to session"}),
        ("quiet_pairs", {"quiet"}),
    ],
)
def test_those_are_found_who_do_it_and_nobody_else(signals, signal, tutors) -> None:
    assert {
        one for one, of in signals if of == signal and chance(signals, of, one) >= 0.9
    } == tutors
    others = [chance(signals, signal, one) for one in {*CASES, *PEERS} - tutors]
    assert max(others) < 0.7


@pytest.mark.parametrize(
    ("tutor", "signal", "figures"),
    [
        ("line sitter", "near_line", {"events": 8, "trials": 68, "students": 1}),
        ("proxy", "student_cancels", {"events": 16, "trials": 80, "students": 8}),
        ("one flaky student", "student_cancels", {"events": 8, "trials": 76, "students": 1}),
        ("time and again", "emergency_habit", {"events": 6, "trials": 68, "spells": 1}),
        ("ill for a week", "emergency_habit", {"events": 3, "spells": 1, "spell_sessions": 4}),
        ("excused", "emergency_habit", {"events": 6}),
        ("mover", "reschedule_churn", {"events": 18, "trials": 78}),
        ("moved thrice", "reschedule_chain", {"events": 3}),
        ("from session to session", "reschedule_chain", {"session_ids": ["a", "b", "c"]}),
        ("quiet", "quiet_pairs", {"events": 8, "trials": 8, "students": 8}),
    ],
)
def test_what_is_counted_are_the_rows_of_the_log(signals, tutor, signal, figures) -> None:
    row = signals[tutor, signal]
    assert {name: row[name] for name in figures} == figures


@pytest.mark.parametrize(
    ("tutor", "signal"),
    [
        *((one, "near_line") for one in ("whole hours", "further outside", "inside")),
        ("only the day is known", "near_line"),
        ("by the student", "near_line"),
        ("for the student", "near_line"),
        ("they cancel in time", "student_cancels"),
        ("other reasons", "emergency_habit"),
        ("moved twice", "reschedule_chain"),
        ("student moved it", "reschedule_chain"),
        ("moved for the student", "reschedule_chain"),
        ("entered four times", "reschedule_chain"),
        ("taken back", "reschedule_chain"),
        ("they left altogether", "quiet_pairs"),
        ("they came back", "quiet_pairs"),
        ("they know no other", "quiet_pairs"),
    ],
)
def test_what_is_none_of_it_is_not_counted(signals, tutor, signal) -> None:
    assert (tutor, signal) not in signals


@pytest.mark.parametrize(
    ("tutor", "events"),
    [
        ("two minutes past", 3),
        ("a second more", 4),
        ("the last that is near", 4),
        ("the first that is not", 3),
        ("rebooked", 3),
    ],
)
def test_just_outside_is_from_the_line_to_two_hours_but_for_whole_hours(
    signals, tutor, events
) -> None:
    assert signals[tutor, "near_line"]["events"] == events


def test_students_explain_what_they_do_with_others_too(signals) -> None:
    alone, everywhere = (
        signals[one, "student_cancels"] for one in ("proxy", "they do so everywhere")
    )
    assert alone["events"] == everywhere["events"]
    assert 2 * alone["reference"] < everywhere["reference"]


def test_every_figure_leads_to_sessions(marketplace) -> None:
    world, signals = marketplace
    events = world.rows(
        "select tutor_id, signal, sum(event) as events from review.signal_events "
        "where signal <> 'reschedule_chain' and signal not in ('late_sessions', 'wiped_days') "
        "group by all"
    )
    assert {row["signal"] for row in events} == {
        "near_line", "student_cancels", "emergency_habit", "reschedule_churn", "quiet_pairs"
    }  # fmt: skip
    for row in events:
        assert row["events"] == signals[row["tutor_id"], row["signal"]]["events"]


def test_excusing_never_raises_a_chance(marketplace) -> None:
    world, signals = marketplace
    events = world.rows(
        "from review.signal_events where event > 0 "
        "and signal not in ('late_sessions', 'wiped_days')"
    )
    assert events
    for row in events:
        assert row["chance_without"] <= signals[row["tutor_id"], row["signal"]]["chance"]


def test_points_are_asked_on_sundays_and_tonight(marketplace) -> None:
    world, _ = marketplace
    points = world.rows(
        "from review.signal_points where tutor_id = 'line sitter' and signal = 'near_line' "
        "order by day"
    )
    *before, tonight = (row["day"] for row in points)
    assert tonight == NIGHT.as_of
    assert all(day.isoweekday() == 7 for day in before)
    assert points[0]["chance"] >= 0.5
    assert [row["events"] for row in points] == [len(row["session_ids"]) for row in points]


def test_a_point_rests_on_what_had_happened_by_then(marketplace) -> None:
    world, _ = marketplace
    points = world.rows(
        "from review.signal_points where tutor_id = 'time and again' "
        "and signal = 'emergency_habit' order by day"
    )
    sunday = (BEGAN + timedelta(days=90)).date()
    (listed,) = (row["session_ids"] for row in points if row["day"] == sunday)
    assert [name.rsplit("-", 1)[1] for name in listed] == ["62", "68", "74", "80", "86"]


def test_nothing_is_left_of_the_steps_between(marketplace) -> None:
    world, _ = marketplace
    left = world.rows("select table_name from duckdb_tables() where schema_name = 'stage'")
    assert [row["table_name"] for row in left if row["table_name"].startswith("signal")] == []


def test_bunching_of_everybody_by_a_reminder_names_nobody(world) -> None:
    diary = Diary()
    for tutor in PEERS:
        near_the_line(diary, tutor)
    rows = found(world, diary)
    assert {one for one, signal in rows if signal == "near_line"} == {*PEERS}
    assert all(chance(rows, "near_line", tutor) < 0.5 for tutor in PEERS)


def test_moving_as_many_as_everybody_is_no_churn(world) -> None:
    diary = Diary()
    for tutor in PEERS:
        moved(diary, tutor, range(62, 98, 2))
    rows = found(world, diary)
    assert all(chance(rows, "reschedule_churn", tutor) < 0.5 for tutor in PEERS)


@pytest.mark.parametrize(
    ("as_of", "events"),
    [
        pytest.param(date(2026, 7, 29), 6, id="the others may still go on"),
        pytest.param(date(2026, 8, 1), 8, id="all have had their thirty days"),
    ],
)
def test_a_pair_is_told_once_its_time_has_passed(world, as_of, events) -> None:
    diary = Diary()
    peers(diary)
    quiet(diary, "T", goes_on=True, returns=False)
    rows = found(world, diary, night=Night(as_of=as_of, timezone="UTC"))
    assert rows["T", "quiet_pairs"]["events"] == events


def test_a_night_gives_the_same_rows_in_whatever_order_the_log_came(world) -> None:
    kept = [
        f"from review.{table} order by all"
        for table in ("signals", "signal_events", "signal_points", "priors")
    ]
    diary = Diary()
    peers(diary)
    near_the_line(diary, "T")
    in_students_names(diary, "U")
    found(world, diary)
    first = [world.rows(one) for one in kept]
    world.empty()
    diary.sessions.reverse()
    diary.cancellations.reverse()
    found(world, diary)
    assert [world.rows(one) for one in kept] == first
