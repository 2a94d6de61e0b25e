"""Small marketplaces whose sessions are already judged, brought to a night of evidence."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import polars as pl

from assets import sql
from tutor_reliability.evidence_build import Refreshed, refresh_signals
from tutor_reliability.evidence_build.rates import rates_of
from tutor_reliability.night import Night
from tutor_reliability.outcomes_build import refresh_tutor_days, write_policy
from tutor_reliability.policy import Policy, load, parse
from tutor_reliability.policy.rows import as_book
from tutor_reliability.rates_build import refresh_tutors
from tutor_reliability.tables import TABLES as ALL_TABLES
from tutor_reliability.warehouse import Opened

TONIGHT = date(2026, 11, 14)
TABLES = (
    "review.signals",
    "review.signal_events",
    "review.signal_points",
    "review.priors",
    "review.exposure_factors",
)
RATES = ("late_sessions", "wiped_days")


def policy(**numbers: object) -> Policy:
    """Give iTutor's policy with numbers of its own in [evidence]."""
    text = load("itutor").text
    assert "\n[evidence]" not in text
    told = "\n".join(f"{name} = {value}" for name, value in numbers.items())
    return parse(f"{text}\n[evidence]\n{told}\n", file="ours.toml")


@dataclass(frozen=True)
class Taught:
    """One session, as it was judged."""

    session: str
    tutor: str
    starts_at: datetime
    late: bool = False
    excused: bool = False
    student: str = "p"

    @property
    def row(self) -> dict[str, object]:
        return {
            "session_id": self.session,
            "tutor_id": self.tutor,
            "student_id": self.student,
            "scheduled_start": self.starts_at,
            "session_day": self.starts_at.date(),
            "event": "cancelled" if self.late else "completed",
            "blame": "tutor" if self.late else "none",
            "outcome": "late_cancel" if self.late else "completed",
            "is_late": self.late,
            "excused": self.excused,
            "in_exposure": not self.excused,
            "in_late": self.late and not self.excused,
            "provisional": False,
            "market": "",
            "notice": "exact",
        }


def at(day: date, hour: int = 15) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def tutor(name: str, days: list[tuple[date, int, int]], hour: int = 15) -> list[Taught]:
    """Make a tutor's sessions from days: (day, sessions, how many of them late)."""
    return [
        Taught(f"{name}-{day}-{number}", name, at(day, hour), number < late, student=f"p{number}")
        for day, sessions, late in days
        for number in range(sessions)
    ]


def by_chance(rnd: Random, *, tutors: int = 5, nights: int = 420) -> list[Taught]:
    """Make tutors of all sorts: good, bad, ill now and then, wiping out whole days, excused."""
    found = []
    for number in range(tutors):
        rate = rnd.choice((0.02, 0.1, 0.2, 0.4))
        whole = rnd.choice((0.0, 0.1))
        ill = 0
        days = []
        for back in range(nights):
            ill = ill - 1 if ill else rnd.choice((0,) * 60 + (1, 2, 4))
            sessions = rnd.choice((0, 0, 0, 1, 1, 2, 3))
            lost = ill or rnd.random() < whole
            late = sessions if lost else sum(rnd.random() < rate for _ in range(sessions))
            if sessions:
                days.append((TONIGHT - timedelta(days=back), sessions, late))
        found += tutor(f"t{number}", days)
    hours = (3, 9, 15, 20)
    return [
        replace(
            one,
            starts_at=at(one.starts_at.date(), rnd.choice(hours)),
            excused=one.late and rnd.random() < 0.15,
        )
        for one in found
    ]


class Evidence:
    """A warehouse that is filled anew for each night asked."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.done: Refreshed | None = None

    def bring(self, sessions: list[Taught], terms: Policy, as_of: date = TONIGHT) -> "Evidence":
        """Count the sessions and weigh them; only those up to the night are known."""
        for table in ALL_TABLES:
            self.opened.con.execute(f"delete from {table}")
        return self.go_on(sessions, terms, as_of)

    def go_on(self, sessions: list[Taught], terms: Policy, as_of: date) -> "Evidence":
        """Do the same beside what the last night left."""
        for table in ALL_TABLES:
            if table.startswith("core."):
                self.opened.con.execute(f"delete from {table}")
        known = [one.row for one in sessions if one.starts_at.date() <= as_of]
        self.opened.stage_frame("stage.taught", pl.DataFrame(known))
        self.opened.con.execute(
            "insert into core.session_outcomes by name select * from stage.taught"
        )
        self.opened.con.execute(
            "insert into core.stale_days by name "
            "select distinct tutor_id, session_day as day from stage.taught"
        )
        write_policy(self.opened, terms)
        night = Night(as_of=as_of, timezone="UTC")
        refresh_tutor_days(self.opened, sql.model, night=night)
        refresh_tutors(self.opened, sql.model, night=night)
        self.done = refresh_signals(
            self.opened, sql.model, as_book(terms), night, detectors=(rates_of,)
        )
        return self

    def rows(self, query: str) -> list[dict[str, object]]:
        return self.opened.frame(query).to_dicts()

    def signals(self) -> dict[tuple[str, str], dict[str, object]]:
        """Give the two rates of each tutor."""
        rows = self.rows("select * from review.signals order by all")
        return {(row["tutor_id"], row["signal"]): row for row in rows if row["signal"] in RATES}

    def tables(self) -> dict[str, list[dict[str, object]]]:
        """Give all that was made, in order."""
        return {table: self.rows(f"select * from {table} order by all") for table in TABLES}
