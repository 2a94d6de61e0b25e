"""Sound files of every source, from which the fuzzer starts: names, bytes and how they are read."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import polars as pl

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sources"
DECLARED = """
timezone = "Europe/Lisbon"
files = ["declared-*"]
log = "sessions"
null_strings = ["NULL", "n/a"]
[columns.sessions]
session_id = "Booking"
tutor_id = "Teacher"
scheduled_start = "Starts"
status = "State"
[values.sessions.status]
Done = "completed"
Off = "cancelled"
[date_formats.sessions]
scheduled_start = ["%d/%m/%Y %H:%M"]
"""
_ADAPTER = 'adapter = "{name}"\nfiles = ["{name}-*"]\ntimezone = "Europe/Lisbon"\n'
_EXPORTS = {
    "calcom": ("calcom/webhooks.jsonl", "calcom/bookings.json"),
    "calendly": ("calendly/webhooks.jsonl",),
    "tutorcruncher": ("tutorcruncher/webhooks.jsonl",),
    "teachworks": ("teachworks/lessons.json",),
    "icalendar": ("icalendar/messages.ics",),
    "google_calendar": ("google_calendar/events.json",),
}
SOURCE_FILES = {
    "declared.toml": DECLARED,
    **{f"{name}.toml": _ADAPTER.format(name=name) for name in _EXPORTS},
}
ZONE = "Europe/Lisbon"
EMPTY_LOGS = {
    "sessions-0.csv": b"session_id,tutor_id,scheduled_start,status\n",
    "cancellations-0.csv": b"session_id,cancelled_at,initiator\n",
}
_SESSIONS = (
    "session_id,tutor_id,student_id,booked_at,scheduled_start,duration_minutes,status,updated_at"
)
_TIMES = (
    *("2026-03-10T10:00:00Z", "2026-03-10T10:00:00.123456+01:00", "2026-03-10 10:00:00 UTC"),
    *("2026-03-10T10:00", "2026-03-10", "2026-02-30T10:00:00Z", "10/03/2026 10:00", ""),
    *("2026-03-29T01:30:00+00:00", "1900-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1773136800"),
)
_STATUSES = ("completed", "cancelled", "scheduled", "no_show_tutor", "Completed", "", "NULL", "x")
_NAMES = (
    "T1",
    "T2",
    "José",
    "日本",
    "",
    'O"Neil',
    "a,b",
    "1.2E+15",
    "007",
    "NULL",
    "T1 ",
    "\u2028",
)


@dataclass(frozen=True)
class Seed:
    """A file: which source reads it, the beginning and the end of its name, and its bytes."""

    source: str
    prefix: str
    suffix: str
    data: bytes
    zone: str | None = None


def seeds(random: Random) -> Seed:
    """Make one sound file, mostly: its values are already the edges of what is sound."""
    return random.choice(_MAKERS)(random)


def exports(random: Random) -> Seed:
    """Give one sound export of a platform."""
    return random.choice(_EXPORTED)(random)


def _cell(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if {'"', ","} & set(text) else text


def _session(random: Random) -> list[str]:
    return [
        f"S{random.randrange(6)}" if random.random() < 0.9 else random.choice(_NAMES),
        random.choice(_NAMES),
        random.choice(_NAMES),
        random.choice(_TIMES),
        _TIMES[0] if random.random() < 0.6 else random.choice(_TIMES),
        random.choice(["60", "0", "-5", "60.0", "", "1e2", "99999999999999999999"]),
        random.choice(_STATUSES),
        random.choice(_TIMES),
    ]


def _rows(random: Random) -> list[list[str]]:
    return [_session(random) for _ in range(random.randrange(1, 12))]


def _csv(random: Random) -> Seed:
    lines = [_SESSIONS, *(",".join(map(_cell, row)) for row in _rows(random))]
    end = random.choice(["\n", "\n", "\r\n"])
    return Seed("canonical CSV", "sessions", ".csv", (end.join(lines) + end).encode())


def _cancellations(random: Random) -> Seed:
    header = "event_id,session_id,cancelled_at,initiator,reason_code,received_at"
    rows = [
        [
            random.choice(["", "E1", "E2", "E3"]),
            f"S{random.randrange(6)}",
            random.choice(_TIMES),
            random.choice(["tutor", "student", "platform", "unknown", "host", ""]),
            random.choice(_NAMES),
            random.choice(_TIMES),
        ]
        for _ in range(random.randrange(1, 12))
    ]
    lines = [header, *(",".join(map(_cell, row)) for row in rows)]
    return Seed("canonical CSV", "cancellations", ".csv", ("\n".join(lines) + "\n").encode())


def _json_lines(random: Random) -> Seed:
    names = _SESSIONS.split(",")
    lines = [
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=random.random() < 0.5)
        for row in _rows(random)
    ]
    return Seed("JSON lines", "sessions", ".jsonl", ("\n".join(lines) + "\n").encode())


def _parquet(random: Random) -> Seed:
    frame = pl.DataFrame(_rows(random), schema=_SESSIONS.split(","), orient="row")
    if random.random() < 0.5:
        start = pl.lit("2026-03-10T10:00:00").str.to_datetime(time_zone="UTC")
        frame = frame.with_columns(scheduled_start=start)
    out = BytesIO()
    frame.write_parquet(out, compression="uncompressed")
    return Seed("Parquet", "sessions", ".parquet", out.getvalue())


def _declared(random: Random) -> Seed:
    lines = ["Booking,Teacher,Starts,State,Note"]
    for row in _rows(random):
        start = random.choice(["10/03/2026 10:00", "31/12/2026 23:59", "29/03/2026 01:30", row[4]])
        state = random.choice(["Done", "Off", "n/a", "completed", "Gone"])
        lines.append(",".join(map(_cell, [row[0], row[1], start, state, row[2]])))
    data = ("\n".join(lines) + "\n").encode()
    return Seed("declarative CSV", "declared-", ".csv", data, ZONE)


def _export(name: str, path: str):
    data = (FIXTURES / path).read_bytes()

    def made(_: Random) -> Seed:
        return Seed(name, f"{name}-", Path(path).suffix, data, ZONE)

    return made


_EXPORTED = [_export(name, path) for name, paths in _EXPORTS.items() for path in paths]
_MAKERS = [_csv, _csv, _cancellations, _json_lines, _parquet, _declared, *_EXPORTED, *_EXPORTED]
