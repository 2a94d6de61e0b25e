"""Make core.surge_days and core.bulk_events: what is seen only beyond one session.

Neither changes what a session counts for. A surge day is a proposal that a person may turn into
excuses; a bulk event is named by the cases that rest on it. Bursts are looked for among the
endings of those alone of whom one is new: all of theirs, so that a burst is found whole.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from tutor_reliability import endings
from tutor_reliability.night import Night
from tutor_reliability.places import hash_of
from tutor_reliability.tables import WINDOWS_DAYS
from tutor_reliability.warehouse import Opened

_FROM = "core.session_outcomes"
_ACTORS = f"""
create or replace temp table actors_asked as
select actor, {hash_of("actor")} as actor_hash
from (
    select actor from core.stale_actors
    union
    select actor from core.bulk_events where began_at <= $since
    union
    select actor from core.endings where cancelled_at > $last and cancelled_at <= $until
)
"""  # noqa: S608 - pieces of this file alone
_OF_ACTORS = """
create or replace temp table endings_at as
select rowid as row_number, actor_hash, epoch(cancelled_at) as at_second
from core.endings
where cancelled_at > $since and actor_hash in (select actor_hash from actors_asked)
"""
_DENSE = """
create or replace temp table endings_asked as
select * from core.endings
where
    rowid in (
        select row_number from endings_at
        where actor_hash in (
            select actor_hash from endings_at
            qualify
                count(*) over (
                    partition by actor_hash
                    order by at_second
                    range between current row and $bulk_seconds following
                ) >= $bulk_sessions
        )
    )
    and actor in (select actor from actors_asked)
"""
"""All endings of those who ended that many within the time of a burst at least once."""
_FORGOTTEN = "delete from core.bulk_events where actor in (select actor from actors_asked)"
Models = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """How many rows a night found."""

    surge_days: int
    bulk_events: int


def refresh_bursts(
    opened: Opened, models: Models, *, night: Night, limits: Mapping[str, float]
) -> Bursts:
    """Bring both tables to tonight.

    Args:
        opened: The warehouse, its core tables brought to tonight.
        models: Gives the SQL of a model by name.
        night: Which night it is.
        limits: From what a day is a surge and a burst a bulk event, see `quality/limits.toml`.
    """
    values = {
        **limits,
        "as_of": night.as_of,
        "known_until": night.known_until,
        "longest_window": max(WINDOWS_DAYS),
    }
    return Bursts(
        surge_days=opened.replace("core.surge_days", models("core.surge_days"), values),
        bulk_events=_bring_bulk_events(opened, models("core.bulk_events"), night, values),
    )


def _bring_bulk_events(opened: Opened, sql: str, night: Night, values: Mapping[str, object]) -> int:
    """Look for bursts again of those of whom an ending is new, or leaves the last year."""
    limits = {name: one for name, one in values.items() if name.startswith("bulk_")}
    fingerprint = hashlib.sha256(f"{sql} {sorted(limits.items())}".encode()).hexdigest()[:16]
    since = night.known_until - timedelta(days=max(WINDOWS_DAYS))
    found = opened.row("select fingerprint, known_until from core.burst_builds")
    kept = bool(found) and found[0] == fingerprint and found[1] <= night.known_until
    with opened.transaction():
        endings.bring(opened)
        if kept and not endings.says_all(opened):
            times = {"last": found[1], "until": night.known_until, "since": since}
            opened.con.execute(_ACTORS, times)
            opened.con.execute(_OF_ACTORS, {"since": since})
            dense = {name: limits[name] for name in ("bulk_sessions", "bulk_seconds")}
            opened.con.execute(_DENSE, dense)
            opened.con.execute(_FORGOTTEN)
            opened.insert("core.bulk_events", sql.replace(_FROM, "endings_asked"), values)
            opened.con.execute("drop table temp.endings_asked")
        else:
            opened.con.execute("delete from core.bulk_events")
            opened.insert("core.bulk_events", sql.replace(_FROM, "core.endings"), values)
        opened.con.execute("delete from core.stale_actors")
        row = {"fingerprint": fingerprint, "known_until": night.known_until}
        opened.fill("core.burst_builds", [row])
    return opened.count("core.bulk_events")
