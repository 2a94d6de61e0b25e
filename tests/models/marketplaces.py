"""Small marketplaces made by chance, close in time, so that what is rare elsewhere meets here."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from tutor_reliability.outcomes import CancellationRow, ContactRow, Log, SessionRow, TutorRow
from tutor_reliability.tables import INITIATORS, PRECISIONS, STATUSES

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOURS = (-30, -2, -0.5, 0, 0.5, 1, 2, 10, 23.9, 24, 24.0003, 25, 47, 48, 49, 100)
SESSIONS = ("s1", "s2", "s3", "s4")
MAYBE = (None, True, False)
REASONS = (None, "illness", "technical", "sickness", "other")
RECORDERS = (None, "Ada", "Bo", "robot")
ZONES = (None, "Europe/Berlin", "Europe/Paris", "America/New_York", "UTC")


def moment(rnd: Random, *days_after: int) -> datetime:
    return START + timedelta(days=rnd.choice(days_after)) - timedelta(hours=rnd.choice(HOURS))


def perhaps(rnd: Random, *days_after: int) -> datetime | None:
    return moment(rnd, *days_after) if rnd.choice((True, True, False)) else None


def mostly(rnd: Random, usual: object, *others: object) -> object:
    return rnd.choice((usual,) * 4 + others)


def session(rnd: Random, order: int) -> SessionRow:
    return SessionRow(
        session_id=rnd.choice(SESSIONS),
        tutor_id=mostly(rnd, "T", "U", None),
        student_id=mostly(rnd, "p", "q", None),
        booked_at=perhaps(rnd, 0, 3),
        scheduled_start=moment(rnd, 0, 2),
        original_start=perhaps(rnd, 0),
        status=mostly(rnd, "cancelled", *STATUSES),
        updated_at=perhaps(rnd, 0, 3),
        kind=rnd.choice((None, "regular", "trial")),
        inside_availability=rnd.choice(MAYBE),
        first_with_student=rnd.choice(MAYBE),
        minutes_late=rnd.choice((None, None, 0, 5, 14, 15, 60)),
        known_at=moment(rnd, 0, 3),
        order=order,
    )


def cancellation(rnd: Random, order: int) -> CancellationRow:
    return CancellationRow(
        event_id=rnd.choice(("e1", "e2", "e3", "e4", "e5")),
        session_id=rnd.choice(SESSIONS),
        cancelled_at=perhaps(rnd, 0, 2),
        initiator=mostly(rnd, "tutor", *INITIATORS),
        on_behalf_of=mostly(rnd, None, "student", "tutor"),
        recorded_by=rnd.choice(RECORDERS),
        reason_code=rnd.choice(REASONS),
        channel=rnd.choice((None, "platform", "support", "live_chat", "scheduling_email")),
        kind=mostly(rnd, "cancelled", "rescheduled"),
        rescheduled_to_session_id=mostly(rnd, None, *SESSIONS),
        withdrawn_at=mostly(rnd, None, moment(rnd, 0, 3)),
        tutor_id=rnd.choice((None, "T")),
        scheduled_start=perhaps(rnd, 0, 2),
        precision=mostly(rnd, "second", *PRECISIONS),
        received_at=perhaps(rnd, 0, 3),
        known_at=moment(rnd, 0, 3),
        order=order,
    )


def contact(rnd: Random, order: int) -> ContactRow:
    return ContactRow(
        contact_id=rnd.choice(("c1", "c2", "c3")),
        session_id=rnd.choice(SESSIONS),
        contacted_at=moment(rnd, 0, 2),
        channel=rnd.choice(("support", "live_chat", "scheduling_email")),
        reason_code=rnd.choice(REASONS),
        emergency=rnd.choice(MAYBE),
        decision=rnd.choice((None, "pending", "accepted", "rejected")),
        decided_at=perhaps(rnd, 0, 3),
        known_at=moment(rnd, 0, 3),
        order=order,
    )


def tutor(rnd: Random, order: int) -> TutorRow:
    return TutorRow(
        tutor_id=mostly(rnd, "T", "U"),
        timezone=rnd.choice(ZONES),
        known_at=moment(rnd, 0, 3),
        order=order,
    )


def marketplace(rnd: Random) -> Log:
    return Log(
        sessions=tuple(session(rnd, 1 + number) for number in range(rnd.choice(range(7)))),
        cancellations=tuple(
            cancellation(rnd, 20 + number) for number in range(rnd.choice(range(7)))
        ),
        contacts=tuple(contact(rnd, 40 + number) for number in range(rnd.choice(range(4)))),
        tutors=tuple(tutor(rnd, 60 + number) for number in range(rnd.choice(range(4)))),
        excused_sessions=frozenset(rnd.choice(((), (), SESSIONS[:1]))),
    )


def rebookings(rnd: Random) -> Log:
    """Make one tutor who cancels on one student: there an agreed rebooking is not rare."""

    def within_days() -> datetime:
        return START + timedelta(hours=rnd.choice(range(-48, 24, 6)))

    sessions = [
        SessionRow(
            session_id=name,
            tutor_id="T",
            student_id=mostly(rnd, "p", "q"),
            booked_at=within_days(),
            scheduled_start=START + timedelta(hours=rnd.choice((6, 30, 30))),
            status=mostly(rnd, "cancelled", "scheduled", "completed"),
            known_at=moment(rnd, 0, 3),
            order=order,
        )
        for order, name in enumerate(SESSIONS, start=1)
    ]
    cancellations = [
        CancellationRow(
            event_id=f"e{order}",
            session_id=name,
            cancelled_at=within_days(),
            initiator="tutor",
            rescheduled_to_session_id=rnd.choice((None, None, mostly(rnd, None, *SESSIONS))),
            known_at=moment(rnd, 0, 3),
            order=order,
        )
        for order, name in enumerate(SESSIONS, start=20)
    ]
    contacts = [
        ContactRow(
            contact_id=f"c{order}",
            session_id=name,
            contacted_at=START - timedelta(days=rnd.choice((0, 0, 4, 5))),
            channel="support",
            reason_code=rnd.choice(("illness", "technical")),
            decision=rnd.choice(("pending", "accepted", "rejected")),
            decided_at=perhaps(rnd, 0, 3),
            known_at=moment(rnd, 0, 3),
            order=order,
        )
        for order, name in enumerate(SESSIONS[: rnd.choice((2, 4))], start=40)
    ]
    return Log(
        sessions=tuple(sessions),
        cancellations=tuple(cancellations),
        contacts=tuple(contacts),
        tutors=tuple(tutor(rnd, 60 + number) for number in range(rnd.choice(range(3)))),
    )


def second_delivery(rnd: Random, first: Log, other: Log) -> Log:
    """Make up to three rows that come later: rows of the first with some values of another."""
    rows: dict[str, list] = {"sessions": [], "cancellations": [], "contacts": [], "tutors": []}
    for order in range(100, 101 + rnd.choice(range(3))):
        kind = rnd.choice(tuple(rows))
        if getattr(other, kind):
            fresh = rnd.choice(getattr(other, kind))
            corrected = rnd.choice((*getattr(first, kind), fresh))
            mended = {name for name in fresh.__slots__ if rnd.choice((True, False, False))}
            values = {name: getattr(fresh, name) for name in mended | {"known_at"}}
            rows[kind].append(replace(corrected, **values | {"order": order}))
    return Log(**{kind: tuple(found) for kind, found in rows.items()})


def two_deliveries(rnd: Random) -> tuple[Log, Log]:
    made = rnd.choice((marketplace, rebookings))
    early = made(rnd)
    return early, second_delivery(rnd, early, made(rnd))


def together(logs: Iterable[Log]) -> Log:
    found = tuple(logs)
    return Log(
        sessions=tuple(row for one in found for row in one.sessions),
        cancellations=tuple(row for one in found for row in one.cancellations),
        contacts=tuple(row for one in found for row in one.contacts),
        tutors=tuple(row for one in found for row in one.tutors),
        excused_sessions=frozenset(row for one in found for row in one.excused_sessions),
    )


def apart(log: Log, name: str) -> Log:
    """Put a marketplace's name before all its ids."""

    def own(row: object) -> object:
        ids = [one for one in row.__slots__ if one.endswith("_id") and getattr(row, one)]
        return replace(row, **{one: f"{name}.{getattr(row, one)}" for one in ids})

    return Log(
        sessions=tuple(own(one) for one in log.sessions),
        cancellations=tuple(own(one) for one in log.cancellations),
        contacts=tuple(own(one) for one in log.contacts),
        tutors=tuple(own(one) for one in log.tutors),
        excused_sessions=frozenset(f"{name}.{one}" for one in log.excused_sessions),
    )
