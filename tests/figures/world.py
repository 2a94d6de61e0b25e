"""A believable published folder of any size, made from the contracts: what the pages are tried on.

`publish` writes it, `broken_promises` holds it to the contracts of `tutor_reliability.tables`. The
sessions themselves are made in `sessions.py`.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from tests.figures import quality
from tests.figures.evidence import evidence_tables
from tests.figures.sessions import Plan, outcomes, tutor_days
from tests.figures.verdicts import EVIDENCE_RULES, Review, eligibility, rates, review
from tutor_reliability.policy import load
from tutor_reliability.policy.describe import describe
from tutor_reliability.tables import TABLES, Table

AS_OF = date(2026, 10, 31)
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><b>Bold</b>",
    '<a href="https://example.org/">Link</a>',
    '=HYPERLINK("https://example.org/")',
    "{{ 7 * 7 }} %{x} ${y}",
)
FIRST = (
    "Łukasz Amara Jonas Søren Leila Mateo Wanjiru Kenji Chidi Đurđa Aoife Elif Nadia Céline Priya"
)
LAST = "Lefèvre Eze Tanaka Horvat Papadopoulou Petrov Kowalska Wójcik Dubois Yılmaz O’Brien Núñez"
SUBJECTS = ("Mathematics", "Physics", "Spanish", "Business English", "Coding", "IELTS prep")
DTYPES = {
    "VARCHAR": pl.String,
    "VARCHAR[]": pl.List(pl.String),
    "DATE": pl.Date,
    "TIMESTAMP WITH TIME ZONE": pl.Datetime("us", "UTC"),
    "BOOLEAN": pl.Boolean,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "DOUBLE": pl.Float64,
}


def with_evidence_rules(policy: dict) -> dict:
    """Give the built-in policy's words the world's own rules on evidence, and no others."""
    counting = [one for one in policy["rules"] if one["chance"] is None]
    weighing = [
        {
            **counting[0],
            "name": name,
            "severity": severity,
            "words": f"the chance of {signal} reaches {on:.0%}",
            "needs_person": severity == "review",
            "chance": {"signal": signal, "on": on, "below": 0.5, "lasts": "14 days"},
        }
        for name, severity, _, signal, on in EVIDENCE_RULES
    ]
    return {**policy, "rules": [*counting, *weighing]}


POLICY = with_evidence_rules(describe(load("itutor")))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What to publish.

    Attributes:
        tutors: How many.
        sessions: Sessions a tutor and year, on average.
        seed: The same seed gives the same rows.
        gate: green, amber or red.
        hostile: Whether some names and reasons try to be markup.
        nights: How many nights to publish, the last one as of `AS_OF`.
    """

    tutors: int = 40
    sessions: int = 150
    seed: int = 7
    gate: str = "green"
    hostile: bool = False
    nights: int = 2


def publish(world: World, root: Path) -> Path:
    """Write the folders of a home's `published/` and give the last night's."""
    folder, before = root, None
    for back in reversed(range(world.nights)):
        as_of = AS_OF - timedelta(days=back)
        run_id = f"{as_of.isoformat()}-{world.seed:08x}"
        folder = root / run_id
        marts = folder / "marts"
        marts.mkdir(parents=True)
        tables = _tables(world, as_of, run_id)
        for name, frame in tables.items():
            conform(frame, TABLES[name]).write_parquet(marts / f"{name}.parquet")
        gate = world.gate if back == 0 else "green"
        _write(folder / "run.json", _run(tables, run_id, as_of, gate, before))
        _write(folder / "policy.json", POLICY)
        before = run_id
    return folder


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Bring a frame to a contract: its columns, in order and type; those it lacks are null."""
    return frame.select(
        (pl.col(column.name) if column.name in frame.columns else pl.lit(None))
        .cast(DTYPES[column.type])
        .alias(column.name)
        for column in table.columns
    )


def broken_promises(folder: Path) -> list[str]:
    """Name what the published marts break of their contracts."""
    with duckdb.connect() as connection:
        return [
            broken
            for path in sorted((folder / "marts").glob("*.parquet"))
            for broken in _broken(connection, path, TABLES[path.stem])
        ]


def roster(world: World, as_of: date, days: pl.DataFrame) -> pl.DataFrame:
    """Make mart.tutors: names of many scripts, some hostile, some missing."""
    rng = np.random.default_rng(world.seed + 1)
    count = world.tutors
    names = [
        f"{first} {last}"
        for first, last in zip(
            rng.choice(FIRST.split(), count), rng.choice(LAST.split(), count), strict=True
        )
    ]
    if world.hostile:
        names[: len(HOSTILE)] = HOSTILE[:count]
    seen = days.filter((pl.col("tutor_id") != "") & (pl.col("day") <= as_of))
    seen = seen.group_by("tutor_id").agg(
        first_session_day=pl.col("day").min(), last_session_day=pl.col("day").max()
    )
    frame = pl.DataFrame(
        {
            "tutor_id": [tutor_id(number) for number in range(count)],
            "display_name": [
                None if index % 41 == 40 else name for index, name in enumerate(names)
            ],
            "joined_at": [as_of - timedelta(days=int(x)) for x in rng.integers(20, 1500, count)],
            "status": "active",
            "timezone": rng.choice(["Europe/Warsaw", "UTC", "Africa/Lagos"], count),
            "capacity": rng.integers(4, 40, count),
            "subjects": [
                ", ".join(sorted({str(one), str(two)}))
                for one, two in rng.choice(SUBJECTS, (count, 2))
            ],
        }
    )
    return frame.join(seen, on="tutor_id", how="left").sort("tutor_id")


def tutor_id(number: int) -> str:
    """Name a tutor by number."""
    return f"T-{number + 1:05d}"


def _tables(world: World, as_of: date, run_id: str) -> dict[str, pl.DataFrame]:
    plan = Plan(
        tutors=[tutor_id(number) for number in range(world.tutors)],
        sessions=world.sessions,
        seed=world.seed,
        last_day=AS_OF,
    )
    sessions = outcomes(plan, as_of=as_of, hostile=HOSTILE if world.hostile else ())
    days = tutor_days(sessions)
    rated = rates(days, plan.tutors, as_of=as_of)
    weighed = evidence_tables(sessions, days, plan.tutors, as_of=as_of)
    reviewed: Review = review(sessions, rated, weighed, as_of=as_of, seed=world.seed)
    return {
        "core.session_outcomes": sessions,
        "core.tutor_days": days,
        "mart.tutors": roster(world, as_of, days),
        "mart.tutor_rates": rated,
        "review.flags": reviewed.flags,
        "review.cases": reviewed.cases,
        "mart.assignment_eligibility": eligibility(
            plan.tutors, reviewed, as_of=as_of, run_id=run_id
        ),
        **_quality(world, as_of, sessions.height),
        "raw.feedback": _feedback(sessions),
        "raw.contacts": _contacts(sessions),
        **weighed,
    }


def _quality(world: World, as_of: date, sessions: int) -> dict[str, pl.DataFrame]:
    gate, hostile = world.gate if as_of == AS_OF else "green", HOSTILE if world.hostile else ()
    return {
        "core.surge_days": quality.surge_days(as_of),
        "core.bulk_events": quality.bulk_events(as_of, hostile=hostile),
        "core.healed": quality.healed(as_of),
        "quality.results": quality.results(gate),
        "quality.freshness": quality.freshness(as_of, gate),
        "quality.volume": quality.volume(as_of, sessions),
        "quality.clocks": quality.clocks(),
        "raw.deliveries": quality.deliveries(as_of, sessions),
        "raw.rejected_rows": quality.rejected_rows(hostile=hostile),
    }


def _feedback(sessions: pl.DataFrame) -> pl.DataFrame:
    said = sessions.filter(pl.col("in_late")).gather_every(3).head(5_000)
    return said.select(
        "session_id",
        "tutor_id",
        "student_id",
        feedback_id="F" + pl.col("session_id"),
        given_at=pl.col("scheduled_start") + pl.duration(hours=3),
        rating=pl.lit(2.0),
        text=pl.lit("Cancelled just before we were to start."),
        known_at=pl.col("scheduled_start") + pl.duration(hours=4),
        delivery_id=pl.lit(4),
        line=pl.int_range(2, pl.len() + 2),
        row_hash=pl.int_range(pl.len()),
    )


def _contacts(sessions: pl.DataFrame) -> pl.DataFrame:
    told = sessions.filter(pl.col("excuse") != "none").head(20_000)
    return told.select(
        "session_id",
        "tutor_id",
        contact_id="C" + pl.col("session_id"),
        contacted_at=pl.col("scheduled_start") - pl.duration(hours=1),
        channel=pl.lit("support"),
        reason_code=pl.lit("illness"),
        emergency=pl.lit(value=False),
        decision=pl.col("excuse"),
        known_at=pl.col("scheduled_start"),
        delivery_id=pl.lit(3),
        line=pl.int_range(2, pl.len() + 2),
        row_hash=pl.int_range(pl.len()),
    )


def _run(
    tables: dict[str, pl.DataFrame], run_id: str, as_of: date, gate: str, before: str | None
) -> dict[str, object]:
    checks = tables["quality.results"].filter(~pl.col("passed"))
    return {
        "schema_version": 1,
        "run_id": run_id,
        "as_of": as_of.isoformat(),
        "policy": {
            **{name: POLICY[name] for name in ("id", "title", "version", "source")},
            "effective_from": POLICY["version"],
            "fingerprint": "5d41402abc4b2a76",
            "contact": "support@example.org",
            "timezone": "Europe/Warsaw",
            "line_hours": 24.0,
            "limit": 0.05,
            "min_volume": 10,
        },
        "gate": {
            "state": gate,
            "failed": _named(checks.filter("blocking")),
            "warned": _named(checks.filter(~pl.col("blocking"))),
        },
        "trusted_as_of": (as_of - timedelta(days=gate == "red")).isoformat(),
        "previous_run_id": before,
        "counts": {name: frame.height for name, frame in tables.items()},
    }


def _named(checks: pl.DataFrame) -> list[str]:
    return checks.select(pl.format("{} {}", "table_name", "check_name")).to_series().to_list()


def _write(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _broken(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> list[str]:
    source = f"read_parquet('{path}')"
    described = connection.execute(f"describe select * from {source}").fetchall()
    found = [(name, kind) for name, kind, *_ in described]
    if found != [(column.name, column.type) for column in table.columns]:
        return [f"{table.name}: columns are {found}"]
    rules = {f"key {table.key}": _repeated(source, table.key)}
    for column in table.columns:
        rules |= {
            f"{column.name} {rule}": f"select 1 from {source} where {rule_sql}"
            for rule, rule_sql in _column_rules(column)
        }
    return [
        f"{table.name}: {promise}: {broken} rows"
        for promise, sql in rules.items()
        if (broken := connection.execute(f"select count(*) from ({sql})").fetchone()[0])
    ]


def _repeated(source: str, key: tuple[str, ...]) -> str:
    return f"select 1 from {source} group by {', '.join(key)} having count(*) > 1"


def _column_rules(column) -> list[tuple[str, str]]:
    rules = []
    if column.required:
        rules.append(("is there", f"{column.name} is null"))
    if column.values:
        listed = ", ".join(f"'{value}'" for value in column.values)
        rules.append(("is a known value", f"{column.name} not in ({listed})"))
    if column.low is not None:
        rules.append(("is not too low", f"{column.name} < {column.low}"))
    if column.high is not None:
        rules.append(("is not too high", f"{column.name} > {column.high}"))
    return rules


def instant(day: date, hour: int) -> datetime:
    """Give an hour of a day in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
