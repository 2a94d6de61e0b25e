"""The smallest world that shows a kind of dirt: files in a folder, a night, and what came of it."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from assets import sql
from quality import gate, limits
from tutor_reliability.bursts_build import refresh_bursts
from tutor_reliability.landing import land
from tutor_reliability.night import Night
from tutor_reliability.nights import arrival_of, as_it_was, settle_arrivals
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load
from tutor_reliability.policy.rows import parameters as parameters_of
from tutor_reliability.rates_build import refresh_rates, refresh_tutors
from tutor_reliability.sources import CANONICAL
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Warehouse

SESSIONS = "session_id,tutor_id,student_id,booked_at,scheduled_start,duration_minutes,status"
CANCELLATIONS = "event_id,session_id,cancelled_at,initiator,withdrawn_at,precision"
LONG_AFTER = date(2026, 4, 30)


class Dirt:
    """One warehouse and one log folder, from files to rates."""

    def __init__(self, opened, root: Path):
        self.opened, self.con = opened, opened.con
        self.logs = root / "logs"
        self.policy = load("itutor")

    def write(self, name, content):
        path = self.logs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)

    def csv(self, name, header, *rows):
        self.write(name, "\n".join([header, *rows]) + "\n")

    def sessions(self, *rows, header=SESSIONS, name="sessions.csv"):
        self.csv(name, header, *rows)

    def cancellations(self, *rows, header=CANCELLATIONS, name="cancellations.csv"):
        self.csv(name, header, *rows)

    def jsonl(self, name, *rows):
        self.write(name, "".join(json.dumps(row) + "\n" for row in rows))

    def parquet(self, name, select):
        self.logs.mkdir(exist_ok=True)
        self.con.execute(f"copy ({select}) to '{self.logs / name}' (format parquet)")

    def land(self, source=CANONICAL, *, night=None):
        """Land what is new; gives the delivery of each file."""
        for log, header in (("sessions", SESSIONS), ("cancellations", CANCELLATIONS)):
            if not list(self.logs.glob(f"{log}*")):
                self.csv(f"{log}.csv", header)
        arrival = arrival_of(self.opened, asked=night and night.as_of, timezone="UTC")
        found = land(self.con, self.logs, source=source, arrival=arrival)
        if night:
            settle_arrivals(self.opened, found, night)
        return {one.file: one for one in found}

    def judge(self, as_of=LONG_AFTER, *, source=CANONICAL, policy=None):
        """Bring a night to its tutor days; gives the deliveries it landed."""
        policy = policy or self.policy
        night = self.night(as_of, policy)
        landed = self.land(source, night=night)
        write_policy(self.opened, policy)
        refresh_outcomes(self.opened, sql.model, policy=policy, night=night, rules="same")
        refresh_tutor_days(self.opened, sql.model, night=night)
        return landed

    def rate(self, as_of=LONG_AFTER, *, source=CANONICAL):
        """Bring a night to its rates: what it sees beyond one session, and of each tutor."""
        self.judge(as_of, source=source)
        night = self.night(as_of, self.policy)
        refresh_bursts(self.opened, sql.model, night=night, limits=limits.bursts())
        refresh_tutors(self.opened, sql.model, night=night)
        refresh_rates(self.opened, sql.model, policy=self.policy, night=night)

    def night(self, as_of, policy):
        return as_it_was(self.opened, Night(as_of=as_of, timezone=policy.timezone))

    def ask(self, query):
        return self.con.execute(query).fetchall()

    def one(self, query):
        """Give the one value that a query gives."""
        ((value,),) = self.ask(query)
        return value

    def check(self, table, promise, *, as_of=LONG_AFTER):
        """Run one promise on what landed; gives its result."""
        parameters = {
            **parameters_of(self.policy),
            "as_of": as_of,
            "known_until": Night(as_of=as_of, timezone="UTC").known_until,
            "policy_version": self.policy.version,
            "line_seconds": self.policy.line.seconds,
            "from_earliest_start": self.policy.reference == "earliest",
            "known_reasons": [*self.policy.reason_codes],
            "prior_rate": 0.05,
            "evidence_days": self.policy.evidence.weeks * 7,
        }
        (found,) = gate.run_checks(self.con, [table], parameters, only=[f"{table} {promise}"])
        return found

    def row(self, columns, table="core.session_outcomes"):
        """Give some columns of the one row of a table."""
        (row,) = self.ask(f"select {columns} from {table}")
        return row

    @property
    def reasons(self):
        return [
            reason
            for (reason,) in self.ask(
                "select reason from raw.rejected_rows order by delivery_id, line"
            )
        ]


@pytest.fixture(scope="module")
def _opened():
    with Warehouse(None).open() as opened:
        yield opened


@pytest.fixture
def world(tmp_path, _opened):
    for table in TABLES:
        _opened.con.execute(f"delete from {table}")
    return Dirt(_opened, tmp_path)
