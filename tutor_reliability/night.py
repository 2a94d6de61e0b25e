"""Which night it is: the last day that counts, and the last instant of knowledge used.

Today enters here once, as the as-of date; everything else derives from it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.errors import LogError
from tutor_reliability.warehouse import Opened

_A_DAY_COVERED = 0.1
"""A day is covered when it holds a tenth of what a usual day holds; a lone typo is not a day."""


_COUNTED = """
insert into raw.day_events
select delivery_id, $timezone as timezone, (at_time at time zone $timezone)::date as day,
    count(*) as events
from (
    select
        delivery_id,
        coalesce(updated_at, case when status <> 'scheduled' then scheduled_start end) as at_time
    from raw.sessions where delivery_id > $last
    union all
    select delivery_id, coalesce(cancelled_at, received_at) as at_time
    from raw.cancellations where delivery_id > $last
)
where at_time is not null
group by all
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One night: the state of knowledge at the end of `as_of` in the policy's zone.

    `last_delivery` and `last_decision` are the newest that a closed night had when it ran, see
    `nights`; None where that does not limit it.
    """

    as_of: date
    timezone: str
    last_delivery: int | None = None
    last_decision: int | None = None

    @property
    def known_until(self) -> datetime:
        """The last instant of that day; what became known later is not used."""
        return end_of(self.as_of, self.timezone)


def end_of(day: date, timezone: str) -> datetime:
    """Give the last microsecond of a day in a zone, as an instant in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(timezone))
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def last_day_covered(opened: Opened, timezone: str) -> date:
    """Find the last day that the landed logs cover.

    A day counts by what is recorded to have happened on it: sessions that ran, cancellations,
    updates. Days that hold less than a tenth of the median day are passed over, so that one row
    with a wrong year does not move the night.

    Raises:
        LogError: Nothing landed that says when anything happened.
    """
    _count_events(opened, timezone)
    rows = opened.con.execute(
        "select day, sum(events)::bigint from raw.day_events group by day order by day"
    ).fetchall()
    if not rows:
        raise LogError(
            "no log row says when anything happened; expected sessions with a status or "
            "cancellations with a time; give the day with --as-of"
        )
    usual = sorted(events for _, events in rows)[len(rows) // 2]
    last: date = max(day for day, events in rows if events >= usual * _A_DAY_COVERED)
    return last


def _count_events(opened: Opened, timezone: str) -> None:
    """Count what the files that landed since record of each day; raw rows stay as they are.

    All are counted again where the zone is another one, and with it the days.
    """
    with opened.transaction():
        opened.con.execute(
            "delete from raw.day_events where timezone <> $timezone or delivery_id > "
            "(select coalesce(max(delivery_id), -1) from raw.deliveries)",
            {"timezone": timezone},
        )
        (last,) = opened.row("select coalesce(max(delivery_id), -1) from raw.day_events")
        opened.con.execute(_COUNTED, {"timezone": timezone, "last": last})
