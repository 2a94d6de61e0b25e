"""What a night mends of the nights before it: missed nights, late files, corrected files.

A day is closed once a night of it, or of a later day, has run. What arrives for it afterwards is
healed by the next run; this says what that was. Nothing here changes an outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.landing import RULES
from tutor_reliability.night import Night, end_of
from tutor_reliability.schema import MADE_ANEW
from tutor_reliability.warehouse import Opened

_WORDS = {
    "late_file": "after the day was closed",
    "corrected_file": "again under a known name with other content",
}
_CHANGED = """
insert into stage.changed_outcomes by name
select $as_of as as_of, fresh.session_id, fresh.tutor_id, fresh.session_delivery,
    fresh.cancellation_delivery
from {fresh} as fresh
left join {old} as old using (session_id)
where fresh.session_day <= $closed
    and (fresh.outcome, fresh.tutor_id, fresh.session_day, fresh.in_exposure, fresh.in_late)
        is distinct from
        (old.outcome, old.tutor_id, old.session_day, old.in_exposure, old.in_late)
    and fresh.session_id not in (select session_id from stage.changed_outcomes)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One file of tonight that speaks of days that were closed."""

    kind: str
    log: str
    file: str
    delivery_id: int
    landed: int
    day: date


def remember_changes(opened: Opened, night: Night, *, old: str, fresh: str) -> None:
    """Keep which sessions of closed days tonight judges otherwise, before it writes them down.

    Args:
        opened: The warehouse.
        night: The night.
        old: The table of the outcomes that are replaced.
        fresh: The table of those that replace them.
    """
    closed = _closed(opened, night)
    opened.con.execute(
        "create table if not exists stage.changed_outcomes (as_of date, session_id varchar, "
        "tutor_id varchar, session_delivery integer, cancellation_delivery integer)"
    )
    opened.con.execute(
        "delete from stage.changed_outcomes where as_of <> $as_of", {"as_of": night.as_of}
    )
    if closed is not None:
        opened.con.execute(
            _CHANGED.format(old=old, fresh=fresh), {"as_of": night.as_of, "closed": closed[0]}
        )


def refresh_healed(opened: Opened, night: Night) -> int:
    """Write down what tonight mends; gives how many rows that is. A past night mends nothing."""
    closed = _closed(opened, night)
    if closed is None:
        return 0
    files = _files(opened, *closed, night)
    rows = _worked_out_anew(opened, night, closed[0])
    if _misses(night, closed[0]):
        rows.append(_missed(opened, night, closed[0]))
    for name in sorted({(one.kind, one.log) for one in files}):
        its = [one for one in files if (one.kind, one.log) == name]
        rows.append(_healed(opened, night, its))
    with opened.transaction():
        opened.con.execute("delete from core.healed where as_of = $night", {"night": night.as_of})
        for row in rows:
            names = ", ".join(f"${name} as {name}" for name in row)
            opened.con.execute(f"insert into core.healed by name select {names}", row)
    return len(rows)


def healed_lines(opened: Opened) -> list[str]:
    """Say what tonight mended, a sentence a kind and log."""
    found = opened.con.execute(
        "select sentence from core.healed where as_of = (select as_of from raw.tonight) "
        "order by kind desc, log"
    ).fetchall()
    return [sentence for (sentence,) in found]


def _closed(opened: Opened, night: Night) -> tuple[date, int] | None:
    """Give the last night before, with its newest delivery; None for the first and for a past."""
    found = opened.row(
        "select max(as_of) filter (where as_of < $as_of), "
        "arg_max(delivery_id, as_of) filter (where as_of < $as_of), "
        "coalesce(max(as_of) > $as_of, false) from core.nights",
        {"as_of": night.as_of},
    )
    return None if found[2] or found[0] is None else (found[0], found[1])


def _files(opened: Opened, closed: date, newest: int, night: Night) -> list[_File]:
    arrived = opened.con.execute(
        "select log, file, delivery_id, landed, dated, exists (select 1 from raw.deliveries as old "
        "where old.log = new.log and old.file = new.file and old.delivery_id < new.delivery_id) "
        "from raw.deliveries as new where delivery_id > $newest and landed > 0 order by 3",
        {"newest": newest},
    ).fetchall()
    found = []
    for log, file, delivery_id, landed, dated, again in arrived:
        day = dated or _last_day(opened, log, delivery_id, night)
        if day is not None and day <= closed:
            kind = "corrected_file" if again else "late_file"
            its = _File(
                kind=kind, log=log, file=file, delivery_id=delivery_id, landed=landed, day=day
            )
            found.append(its)
    return found


def _last_day(opened: Opened, log: str, delivery_id: int, night: Night) -> date | None:
    """Give the last day of which a file without a day in its name tells."""
    row = opened.row(
        f"select (max({RULES[log].clock}) at time zone $timezone)::date from raw.{log} "  # noqa: S608 - names from `rules`
        "where delivery_id = $delivery_id",
        {"timezone": night.timezone, "delivery_id": delivery_id},
    )
    day: date | None = row[0]
    return day


def _worked_out_anew(opened: Opened, night: Night, closed: date) -> list[dict[str, object]]:
    """Tell that the warehouse was of another version, on the night that filled it again."""
    schema, table = MADE_ANEW.split(".")
    if not opened.row(
        "select 1 from duckdb_tables() where schema_name = $schema and table_name = $table",
        {"schema": schema, "table": table},
    ):
        return []
    tonight = {"as_of": night.as_of}
    opened.con.execute(f"update {MADE_ANEW} set as_of = $as_of where as_of is null", tonight)  # noqa: S608 -- our own name
    found = opened.row(f"select tables from {MADE_ANEW} where as_of = $as_of", tonight)  # noqa: S608 -- our own name
    if not found:
        opened.con.execute(f"drop table {MADE_ANEW}")
        return []
    (first,) = opened.row("select min(as_of) from core.nights")
    names = found[0]
    more = f" and {_some(len(names) - 1, 'more table')}" if len(names) > 1 else ""
    return [
        {
            "as_of": night.as_of,
            "kind": "other_version",
            "log": "",
            "first_day": first,
            "last_day": closed,
            "rows": 0,
            "sessions": 0,
            "tutors": 0,
            "files": [],
            "sentence": f"another version of this software made {names[0]}{more}: all that follows "
            "from the logs was worked out anew, the logs and nights stayed as they were",
        }
    ]


def _misses(night: Night, closed: date) -> bool:
    return closed + timedelta(days=1) < night.as_of


def _missed(opened: Opened, night: Night, closed: date) -> dict[str, object]:
    first, last = closed + timedelta(days=1), night.as_of - timedelta(days=1)
    files = opened.con.execute(
        "select file, landed from raw.deliveries where dated between $first and $last "
        "and arrived_after = $after order by file",
        {"first": first, "last": last, "after": end_of(closed, night.timezone)},
    ).fetchall()
    nights = (last - first).days + 1
    rows = sum(landed for _, landed in files)
    said = f"{_some(nights, 'night')} missed, {first} to {last}, made up for"
    return {
        "as_of": night.as_of,
        "kind": "missed_nights",
        "log": "",
        "first_day": first,
        "last_day": last,
        "rows": rows,
        "sessions": 0,
        "tutors": 0,
        "files": [file for file, _ in files],
        "sentence": f"{said}: {_some(len(files), 'file')} of those days, {_some(rows, 'row')}",
    }


def _healed(opened: Opened, night: Night, files: Sequence[_File]) -> dict[str, object]:
    sessions, tutors = opened.row(
        "select count(*)::integer, count(distinct tutor_id)::integer from stage.changed_outcomes "
        "where list_contains($its, session_delivery) or list_contains($its, cancellation_delivery)",
        {"its": [one.delivery_id for one in files]},
    )
    days, rows = [one.day for one in files], sum(one.landed for one in files)
    kind, log = files[0].kind, files[0].log
    return {
        "as_of": night.as_of,
        "kind": kind,
        "log": log,
        "first_day": min(days),
        "last_day": max(days),
        "rows": rows,
        "sessions": sessions,
        "tutors": tutors,
        "files": [one.file for one in files],
        "sentence": f"{log}: {_some(len(files), 'file')} came {_WORDS[kind]} "
        f"({min(days)} to {max(days)}, {_some(rows, 'row')}); "
        f"{_some(sessions, 'session')} of closed days changed, {_some(tutors, 'tutor')}",
    }


def _some(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
