"""Logs with a tutor for each case that a side detector tells apart, beside peers who do nothing.

Each tutor is named after the case.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

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


def all_cases() -> Diary:
    """Write a tutor for each case into one log."""
    diary = Diary()
    peers(diary)
    for name, case in CASES.items():
        case(diary, name)
    return diary
