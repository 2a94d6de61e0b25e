"""Read one published run, and the one before it, and nothing else of a home.

The marts are Parquet files; the queries beside this file read them under their own names, those of
the run before under `previous_<schema>`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import duckdb
import polars as pl

from tutor_reliability.arrow import Stream
from tutor_reliability.errors import HomeStateError
from tutor_reliability.run_facts import RunFacts, read_run
from tutor_reliability.tables import TABLES

Frame = pl.DataFrame
MARTS = (
    "core.bulk_events",
    "core.healed",
    "core.session_outcomes",
    "core.surge_days",
    "core.tutor_days",
    "mart.assignment_eligibility",
    "mart.tutor_rates",
    "mart.tutors",
    "quality.clocks",
    "quality.freshness",
    "quality.results",
    "quality.volume",
    "raw.contacts",
    "raw.deliveries",
    "raw.feedback",
    "raw.rejected_rows",
    "review.cases",
    "review.flags",
)
EVIDENCE = (
    "review.signals",
    "review.signal_events",
    "review.signal_points",
    "review.priors",
    "review.signal_moves",
    "review.older_sessions",
    "review.exposure_factors",
)
"""A run of an earlier version has none of these; it reads as one in which nobody was judged."""
COMPARED = ("mart.assignment_eligibility", "review.flags", "review.cases")
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What run.json says of a run.

    Attributes:
        as_of: The night the run was for.
        trusted_as_of: The night its marts are of: an earlier one where the gate is red, None where
            no night was ever trusted.
        line_hours: Notice below this is late, hours.
        limit: The late rate that pages hold tutors against, 0 to 1.
        min_volume: Below this many sessions a rate is too few to judge.
        gate: green, amber or red.
        failed: Blocking checks that are red, as "table promise".
        warned: Other checks that are, likewise.
    """

    run_id: str
    as_of: date
    trusted_as_of: date | None
    previous_run_id: str | None
    policy_id: str
    policy_title: str
    policy_version: str
    policy_source: str
    fingerprint: str
    contact: str
    timezone: str
    line_hours: float
    limit: float
    min_volume: int
    gate: str
    failed: tuple[str, ...]
    warned: tuple[str, ...]

    @property
    def day(self) -> date:
        """The last day that the marts know of."""
        return self.trusted_as_of or self.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a night: how long it took, what it made (None: no rows), how it ended."""

    name: str
    seconds: float
    rows: int | None = None
    status: str = "success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published run, open for questions.

    Attributes:
        policy: policy.json, as it is.
        stages: The stages of the night, in order; empty where nobody measured.
        has_previous: Whether the run before is still there to compare with.
    """

    folder: Path
    stamp: Stamp
    policy: Mapping[str, object]
    stages: tuple[Stage, ...]
    has_previous: bool
    connection: duckdb.DuckDBPyConnection

    def ask(self, query: str, **parameters: object) -> Frame:
        """Run one of `queries/*.sql`.

        Besides those given, a query may use $as_of (the day the marts are of), $tonight, $timezone,
        $line_hours, $limit and $min_volume.
        """
        sql = resources.files("dashboards").joinpath("queries", f"{query}.sql").read_text("utf-8")
        known = {
            "as_of": self.stamp.day,
            "tonight": self.stamp.as_of,
            "timezone": self.stamp.timezone,
            "line_hours": self.stamp.line_hours,
            "limit": self.stamp.limit,
            "min_volume": self.stamp.min_volume,
            **parameters,
        }
        used = {name: known[name] for name in set(_PARAMETER.findall(sql))}
        return pl.DataFrame(Stream(self.connection.sql(sql, params=used).__arrow_c_stream__()))


@contextmanager
def reading(folder: Path) -> Iterator[Published]:
    """Open a published run.

    Raises:
        HomeStateError: A file of the run is missing or no JSON.
    """
    stamp = _stamp(read_run(folder))
    before = folder.parent / stamp.previous_run_id if stamp.previous_run_id else None
    has_previous = before is not None and all(_mart(before, name).is_file() for name in COMPARED)
    with duckdb.connect() as connection:
        connection.execute("set global TimeZone = 'UTC'")
        _show(connection, folder, MARTS, prefix="")
        _show_evidence(connection, folder)
        if before is not None and has_previous:
            _show(connection, before, COMPARED, prefix="previous_")
        yield Published(
            folder=folder,
            stamp=stamp,
            policy=_json(folder / "policy.json"),
            stages=_stages(folder / "timings.json"),
            has_previous=has_previous,
            connection=connection,
        )


def _show(
    connection: duckdb.DuckDBPyConnection, folder: Path, marts: tuple[str, ...], *, prefix: str
) -> None:
    for name in marts:
        path = _mart(folder, name)
        if not path.is_file():
            raise HomeStateError(
                f"{path}: is missing, so the pages cannot be drawn; run the night again"
            )
        schema, _, table = name.partition(".")
        quoted = str(path).replace("'", "''")
        connection.execute(f"create schema if not exists {prefix}{schema}")
        connection.execute(
            f"create view {prefix}{schema}.{table} as select * from read_parquet('{quoted}')"  # noqa: S608 -- names are ours
        )


def _show_evidence(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    there = tuple(name for name in EVIDENCE if _mart(folder, name).is_file())
    _show(connection, folder, there, prefix="")
    for name in set(EVIDENCE) - set(there):
        columns = ", ".join(f"{one.name} {one.type}" for one in TABLES[name].columns)
        connection.execute("create schema if not exists review")
        connection.execute(f"create table {name} ({columns})")


def _mart(folder: Path, name: str) -> Path:
    return folder / "marts" / f"{name}.parquet"


def _json(path: Path) -> dict[str, object]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise HomeStateError(f"{path}: is missing; run the night again") from error
    except ValueError as error:
        raise HomeStateError(f"{path}: is no JSON ({error}); run the night again") from error


def _stamp(facts: RunFacts) -> Stamp:
    policy, gate = facts.policy, facts.gate
    return Stamp(
        run_id=facts.run_id,
        as_of=facts.day,
        trusted_as_of=date.fromisoformat(facts.trusted_as_of) if facts.trusted_as_of else None,
        previous_run_id=facts.previous_run_id,
        policy_id=policy.id,
        policy_title=policy.title,
        policy_version=policy.version,
        policy_source=policy.source,
        fingerprint=policy.fingerprint,
        contact=policy.contact,
        timezone=policy.timezone,
        line_hours=policy.line_hours,
        limit=policy.limit,
        min_volume=policy.min_volume,
        gate=gate.state,
        failed=tuple(gate.failed),
        warned=tuple(gate.warned),
    )


def _stages(path: Path) -> tuple[Stage, ...]:
    if not path.is_file():
        return ()
    listed = _json(path).get("stages")
    return tuple(
        Stage(
            name=str(one["name"]),
            seconds=float(one["seconds"]),
            rows=one.get("rows"),
            status=str(one.get("status", "success")),
        )
        for one in (listed if isinstance(listed, list) else [])
    )
