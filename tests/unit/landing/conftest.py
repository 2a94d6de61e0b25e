"""A small log directory to write to, and a warehouse in memory to land it in."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tutor_reliability.landing import Arrival, land
from tutor_reliability.sources import CANONICAL
from tutor_reliability.tables import LOGS
from tutor_reliability.warehouse import Warehouse

SESSIONS = "session_id,tutor_id,student_id,booked_at,scheduled_start,duration_minutes,status"
CANCELLATIONS = "session_id,cancelled_at,initiator"


@dataclass
class World:
    """One warehouse, one log directory, and short ways to write to the one and ask the other."""

    con: object
    logs: Path

    def write(self, name, content):
        path = self.logs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    def csv(self, name, header, *rows):
        return self.write(name, "\n".join([header, *rows]) + "\n")

    def jsonl(self, name, *rows):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        return self.write(name, "\n".join(lines) + "\n")

    def parquet(self, name, select):
        path = self.logs / name
        self.con.execute(f"copy ({select}) to '{path}' (format parquet)")
        return path

    def empty_other_logs(self):
        """Give the logs that a directory must have, as far as they are not written yet."""
        for log, header in (("sessions", SESSIONS), ("cancellations", CANCELLATIONS)):
            if not list(self.logs.glob(f"{log}*")):
                self.csv(f"{log}.csv", header)

    def land(self, source=CANONICAL, *, arrived_after=None, timezone="UTC", **given):
        self.empty_other_logs()
        arrival = Arrival(after=arrived_after, timezone=timezone)
        found = land(self.con, self.logs, source=source, arrival=arrival, **given)
        return {one.file: one for one in found}

    def land_sessions(self, *rows, header=SESSIONS, source=CANONICAL, **given):
        """Land one file of sessions; gives its delivery."""
        self.csv("sessions.csv", header, *rows)
        return self.land(source, **given)["sessions.csv"]

    def land_cancellations(self, *rows, header=CANCELLATIONS, source=CANONICAL, **given):
        """Land one file of cancellations; gives its delivery."""
        self.csv("cancellations.csv", header, *rows)
        return self.land(source, **given)["cancellations.csv"]

    def ask(self, sql):
        return self.con.execute(sql).fetchall()

    def one(self, sql):
        """Give the one value that a query gives."""
        ((value,),) = self.ask(sql)
        return value

    @property
    def rejected(self):
        """Line and reason of every rejected row."""
        return self.ask("select line, reason from raw.rejected_rows order by delivery_id, line")

    @property
    def reasons(self):
        return [reason for _, reason in self.rejected]


def accounted(delivery):
    """Tell whether every row of a delivery is accounted for."""
    rows = delivery.landed + delivery.duplicate + delivery.superseded + delivery.rejected
    return rows == delivery.received


@pytest.fixture(scope="session")
def warehouse():
    """A warehouse in memory: making its tables costs more than emptying them."""
    with Warehouse(None).open() as opened:
        yield opened.con


@pytest.fixture
def world(tmp_path, warehouse):
    logs = tmp_path / "logs"
    logs.mkdir()
    for table in ("raw.deliveries", "raw.rejected_rows", *(log.name for log in LOGS.values())):
        warehouse.execute(f"delete from {table}")
    return World(con=warehouse, logs=logs)


@pytest.fixture
def utc():
    """Read an instant, as the warehouse gives it."""
    return datetime.fromisoformat
