"""Give readers a copy they can trust: new versioned files first, then one pointer, atomically.

    published/<run>/      run.json policy.json policy.toml marts/*.parquet feed/ site/
    published/current     a link to the run readers should use; moved by one rename
    feed, site            links through `current`, so that all three change at once

A reader who opened the old run keeps it; the last few runs stay.
"""

import csv
import hashlib
import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tutor_reliability.errors import HomeStateError
from tutor_reliability.run_facts import FILE, RunFacts, read_run, write_json

if TYPE_CHECKING:  # who only reads what is published waits for no data frames
    from tutor_reliability.warehouse import Opened

MARTS = (
    "core.session_outcomes",
    "core.tutor_days",
    "core.surge_days",
    "core.bulk_events",
    "core.healed",
    "mart.tutors",
    "mart.tutor_rates",
    "mart.assignment_eligibility",
    "review.exposure_factors",
    "review.priors",
    "review.signals",
    "review.signal_events",
    "review.signal_points",
    "review.signal_moves",
    "review.older_sessions",
    "review.flags",
    "review.cases",
    "raw.deliveries",
    "raw.rejected_rows",
    "raw.feedback",
    "raw.contacts",
    "policy.terms",
    "quality.results",
    "quality.freshness",
    "quality.volume",
    "quality.clocks",
)
FEED = "assignment_eligibility"
FEED_SCHEMA_VERSION = 1
RED = "-red"
_KEPT_RUNS = 8
BEHIND_DAYS = 365
"""Days of sessions and of tutors that are published, those before tonight."""
_LANDED = ("raw.deliveries", "raw.rejected_rows")
_RECENT = {"core.session_outcomes": "session_day", "core.tutor_days": "day"}
_ORDER = {
    "core.session_outcomes": "tutor_id, session_day, session_id",
    "core.tutor_days": "tutor_id, day",
    "core.surge_days": "day",
    "core.bulk_events": "bulk_id",
    "core.healed": "as_of, kind, log",
    "mart.tutors": "tutor_id",
    "mart.tutor_rates": "tutor_id, window_days",
    "mart.assignment_eligibility": "tutor_id",
    "review.exposure_factors": "kind, place, key, fitted_until",
    "review.priors": "signal, fitted_until, component",
    "review.signals": "tutor_id, signal",
    "review.signal_events": "tutor_id, signal, day, session_id",
    "review.signal_points": "tutor_id, signal, day",
    "review.signal_moves": "lesson, session_id, move_no",
    "review.older_sessions": "student_id, session_id",
    "review.flags": "tutor_id, rule",
    "review.cases": "queue_position, case_id",
    "raw.deliveries": "delivery_id",
    "raw.rejected_rows": "delivery_id, line",
    "raw.feedback": "delivery_id, line",
    "raw.contacts": "delivery_id, line",
    "policy.terms": "variant",
    "quality.results": "table_name, check_name",
    "quality.freshness": "source, log",
    "quality.volume": "series, source, log, day",
    "quality.clocks": "source, log, days",
}


class Shelf:
    """The published side of a home."""

    def __init__(self, home: Path) -> None:
        """Point at a home; folders are made when something is published."""
        self.home = home
        self.root = home / "published"

    def draft(self, run_id: str) -> Path:
        """Give an empty folder to fill; nobody reads it until `release`."""
        draft = self.root / f".draft-{run_id}"
        if draft.exists():
            shutil.rmtree(draft)
        (draft / "marts").mkdir(parents=True)
        (draft / "feed").mkdir()
        return draft

    def release(self, run_id: str, draft: Path) -> Path:
        """Put a filled draft in its place and, unless it is of an earlier night, point to it."""
        folder = self.root / run_id
        if folder.exists():
            old = self.root / f".old-{run_id}"
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
            draft.rename(folder)
            shutil.rmtree(old)
        else:
            draft.rename(folder)
        if self._is_newest(folder):
            _point(self.root / "current", run_id)
            _point(self.root / "current.json", "current/run.json")
            _point(self.home / "feed", "published/current/feed")
            _point(self.home / "site", "published/current/site")
            self._drop_old_runs()
        return folder

    def current(self) -> Path:
        """Give the folder that readers should use.

        Raises:
            HomeStateError: Nothing was published yet.
        """
        found = self.current_or_none()
        if found is None:
            raise HomeStateError(
                f"{self.home}: nothing is published here yet; run `tutor-reliability run` first, "
                "or name another home with --home"
            )
        return found

    def current_or_none(self) -> Path | None:
        """Give the folder that readers should use, or None before the first run."""
        link = self.root / "current"
        return link.resolve() if (link / FILE).is_file() else None

    def last_trusted(self) -> Path | None:
        """Give the newest published run whose gate was not red, or None."""
        found = [one for one in self._runs() if not one.name.endswith(RED)]
        return max(found, key=lambda one: read_run(one).as_of, default=None)

    def before(self, as_of: date) -> Path | None:
        """Give the newest published run of an earlier night, or None."""
        found = [one for one in self._runs() if read_run(one).as_of < as_of.isoformat()]
        return max(found, key=lambda one: read_run(one).as_of, default=None)

    def _runs(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return sorted(
            one
            for one in self.root.iterdir()
            if one.is_dir()
            and not one.is_symlink()
            and (one / FILE).is_file()
            and not one.name.startswith(".")
        )

    def _is_newest(self, folder: Path) -> bool:
        now = self.current_or_none()
        return now is None or read_run(folder).as_of >= read_run(now).as_of

    def _drop_old_runs(self) -> None:
        by_age = sorted(self._runs(), key=lambda one: (read_run(one).as_of, one.stat().st_mtime))
        now = self.current_or_none()
        for one in by_age[:-_KEPT_RUNS]:
            if one != now:
                shutil.rmtree(one)


def run_id(as_of: date, parts: Iterable[str]) -> str:
    """Name a run by its night and what went into it: the same inputs give the same name."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{as_of.isoformat()}-{digest[:8]}"


def write_marts(opened: "Opened", draft: Path, *, as_of: date) -> dict[str, int]:
    """Copy the marts into a draft as Parquet, rows in the order of their key; gives row counts."""
    counts = {}
    for table in MARTS:
        path = draft / "marts" / f"{table}.parquet"
        where = ""
        if table in _RECENT:
            where = f"where {_RECENT[table]} > date '{as_of.isoformat()}' - {BEHIND_DAYS}"
        _copy(opened, f"select * from {table} {where} order by {_ORDER[table]}", path)
        counted = opened.row("select count(*) from read_parquet($path)", {"path": str(path)})
        counts[table] = int(counted[0])
    return counts


def reuse_marts(opened: "Opened", draft: Path, trusted: Path | None) -> None:
    """Fill a red night's draft: the last trusted marts, with tonight's landing and check results.

    Without a trusted night all tables but those are empty; so are those that it did not have yet.
    """
    for table in MARTS:
        path = draft / "marts" / f"{table}.parquet"
        of_tonight = table.startswith("quality.") or table in _LANDED
        if of_tonight or trusted is None or not (trusted / "marts" / path.name).is_file():
            none = "" if of_tonight else "where false"
            _copy(opened, f"select * from {table} {none} order by {_ORDER[table]}", path)
        else:
            shutil.copyfile(trusted / "marts" / path.name, path)


def write_feed(draft: Path, opened: "Opened", *, facts: RunFacts) -> Path:
    """Write the eligibility feed in three formats with a manifest; gives the manifest's path.

    The feed is made from the Parquet mart of the same draft. `reasons` is a list in Parquet and
    JSON, and joined with ' | ' in CSV, where cells that a spreadsheet would run are defused.
    """
    mart = draft / "marts" / "mart.assignment_eligibility.parquet"
    feed = draft / "feed"
    shutil.copyfile(mart, feed / f"{FEED}.parquet")
    opened.con.execute("set preserve_insertion_order = true")
    rows = opened.con.execute(
        "select * from read_parquet($mart) order by tutor_id", {"mart": str(mart)}
    ).fetchall()
    names = [one[0] for one in opened.con.description or []]
    opened.con.execute("set preserve_insertion_order = false")
    listed = [dict(zip(names, row, strict=True)) for row in rows]
    _write_feed_json(feed / f"{FEED}.json", listed)
    _write_feed_csv(feed / f"{FEED}.csv", names, listed)
    manifest = feed / "manifest.json"
    write_json(
        manifest,
        {
            **facts.as_values(),
            "schema_version": FEED_SCHEMA_VERSION,
            "rows": len(listed),
            "columns": names,
            "files": {
                one.name: {"sha256": sha256(one), "bytes": one.stat().st_size}
                for one in sorted(feed.iterdir())
                if one != manifest
            },
        },
    )
    return manifest


def sha256(path: Path) -> str:
    """Hash a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def defused(text: str) -> str:
    """Make a cell harmless to spreadsheets, which would run what begins with = + - @.

    >>> defused("=cmd()"), defused("Ada")
    ("'=cmd()", 'Ada')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _write_feed_json(path: Path, rows: list[dict[str, object]]) -> None:
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, default=str) for one in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _write_feed_csv(path: Path, names: list[str], rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in names])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return defused(" | ".join(str(one) for one in value))
    return defused(str(value))


def _point(link: Path, target: str) -> None:
    """Make or move a symbolic link in one step."""
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _copy(opened: "Opened", select: str, path: Path) -> None:
    """Write a select as Parquet, its rows in its order."""
    opened.con.execute("set preserve_insertion_order = true")
    opened.con.execute(f"copy ({select}) to '{_quoted(path)}' (format parquet, compression zstd)")
    opened.con.execute("set preserve_insertion_order = false")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
