"""A small log directory to write to, and a warehouse in memory to land it in."""

import gzip
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from tutor_reliability.landing import Arrival, land
from tutor_reliability.sources import CANONICAL
from tutor_reliability.tables import LOGS
from tutor_reliability.warehouse import Warehouse

SESSIONS = "session_id,tutor_id,student_id,booked_at,scheduled_start,duration_minutes,status"
CANCELLATIONS = "session_id,cancelled_at,initiator"
EMPTY = {"sessions": SESSIONS, "cancellations": CANCELLATIONS}


@dataclass
class World:
    """One warehouse, one log directory, and short ways to write to the one and ask the other."""

    con: object
    logs: Path
    came_before: dict[str, tuple] = field(default_factory=dict)

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
        for log, header in EMPTY.items():
            if not list(self.logs.glob(f"{log}*")):
                self.csv(f"{log}.csv", header)
                self._remember(self.came_before.get(log))

    def _remember(self, delivery):
        """Write down a file as landed already."""
        if delivery:
            places = ", ".join("?" * len(delivery))
            self.con.execute(f"insert into raw.deliveries values ({places})", delivery)

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


def forget(con):
    """Empty the raw tables."""
    for table in ("raw.deliveries", "raw.rejected_rows", *(log.name for log in LOGS.values())):
        con.execute(f"delete from {table}")


@pytest.fixture(scope="session")
def empty_files(warehouse, tmp_path_factory):
    """What raw.deliveries says of a file with a header alone, of each log that there must be."""
    forget(warehouse)
    World(con=warehouse, logs=tmp_path_factory.mktemp("empty")).land()
    rows = warehouse.execute("select log, d from raw.deliveries as d").fetchall()
    return {log: tuple({**row, "delivery_id": 0}.values()) for log, row in rows}


@pytest.fixture
def came_before(empty_files):
    """Which empty files landed on another night: to land one more costs as much as a test does."""
    return empty_files


@pytest.fixture
def world(tmp_path, warehouse, came_before):
    logs = tmp_path / "logs"
    logs.mkdir()
    forget(warehouse)
    return World(con=warehouse, logs=logs, came_before=came_before)


@pytest.fixture
def utc():
    """Read an instant, as the warehouse gives it."""
    return datetime.fromisoformat
