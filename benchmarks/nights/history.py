"""A marketplace's history of any size, and the files of the night after it; the same in each run.

A history is about two years long whatever its size, so that a day has 0.14 % of all sessions and a
tutor 500 of them; one of twice as many days has the same tutors and nights. Ids say nothing of when
they were given. One session in 33 came first as booked, a night before it took place. Students and
the platform end one in twelve; one tutor in twenty ends one in nine, the others one in a hundred.
The night after corrects one session in a hundred of days before, half of them of the last sixty.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import duckdb

from tutor_reliability.sources.source import delivered_columns

LAST_DAY = date(2026, 10, 30)
LOGS = ("sessions", "cancellations", "tutors")
DAYS = 714
"""Days of a history, unless it is to be longer."""
_A_FILE = 51
"""Days in a file of the history."""
_A_TUTOR = 500
"""Sessions of a tutor in DAYS."""
_SESSIONS = """
select
    printf('%016x', hash(number)) as session_id,
    printf('t%06d', hash(number, 1) % $tutors) as tutor_id,
    printf('p%07d', hash(number, 2) % (8 * $tutors)) as student_id,
    ($first_day + (number // $a_day)::integer)::timestamptz
    + to_minutes((6 * 60 + 15 * (hash(number, 4) % 60))::integer) as scheduled_start,
    scheduled_start - to_hours((1 + hash(number, 3) % 300)::integer) as booked_at,
    null::timestamptz as original_start,
    (30 + 30 * (hash(number, 5) % 3))::integer as duration_minutes,
    ['maths', 'english', 'physics', 'french'][(1 + hash(number, 6) % 4)::integer] as subject,
    case
        when booked_only then 'scheduled'
        when corrected then 'no_show_tutor'
        when hash(number, 7) % 12 = 0 then 'cancelled'
        when hash(number, 15) % 900 < if(hash(number, 1) % $tutors % 20 = 0, 100, 9)
            then 'cancelled'
        when hash(number, 7) % 400 = 1 then 'no_show_student'
        when hash(number, 7) % 400 = 2 then 'no_show_tutor'
        else 'completed'
    end as status,
    'regular' as kind,
    null::boolean as first_with_student,
    null::boolean as inside_availability,
    null::integer as minutes_late,
    $first_day::timestamptz + to_days(told_on::integer) + to_minutes(1380) as updated_at,
    told_on,
    number
from (
    select number, number // $a_day as told_on, false as booked_only, false as corrected
    from range($since, $until) as every(number)
    union all
    select number, number // $a_day - 1, true, false
    from range($since + $a_day, $until + $a_day) as every(number)
    where hash(number, 8) % 33 = 0 and number < $most
    union all
    select
        if(hash(number, 9) % 2 = 0,
            $since - 1 - (hash(number, 10) % greatest(least(60 * $a_day, $since), 1))::bigint,
            (hash(number, 10) % greatest($since, 1))::bigint),
        $since // $a_day, false, true
    from range($since, if($correcting, $until, $since)) as every(number)
    where hash(number, 11) % 100 = 0
)
"""
_CANCELLATIONS = f"""
select
    'c' || session_id as event_id,
    session_id,
    scheduled_start - to_minutes((3 + hash(number, 12) % 4000)::integer) as ended_at,
    greatest(ended_at, booked_at + interval 1 minute) as cancelled_at,
    case
        when hash(number, 7) % 12 <> 0 then 'tutor'
        when hash(number, 13) % 6 = 0 then 'platform'
        else 'student'
    end as initiator,
    null::varchar as on_behalf_of,
    null::varchar as recorded_by,
    ['illness', 'schedule_conflict', 'personal', null][(1 + hash(number, 14) % 4)::integer]
    as reason_code,
    null::varchar as reason_text,
    'platform' as channel,
    'cancelled' as kind,
    null::varchar as rescheduled_to_session_id,
    null::timestamptz as withdrawn_at,
    tutor_id,
    scheduled_start,
    'second' as precision,
    updated_at as received_at,
    told_on
from ({_SESSIONS})
where status = 'cancelled'
"""
_TUTORS = """
select
    printf('t%06d', number) as tutor_id,
    'Tutor ' || number as display_name,
    $first_day::date as joined_at,
    'active' as status,
    'UTC' as timezone,
    null::integer as capacity,
    null::varchar as subjects,
    0 as told_on
from range($tutors) as every(number)
where $until >= 0 and $since = 0
"""
_TOLD_AT = {"sessions": "updated_at", "cancellations": "received_at"}
"""By which column a row says on which night it came."""
_SELECTS = {"sessions": _SESSIONS, "cancellations": _CANCELLATIONS, "tutors": _TUTORS}


@dataclass(frozen=True, kw_only=True)
class History:
    """A history of so many sessions, cut into whole days."""

    sessions: int
    days: int = DAYS

    @property
    def a_day(self) -> int:
        """Sessions a day."""
        return max(self.sessions // self.days, 1)

    @property
    def tutors(self) -> int:
        """Tutors."""
        return max(self.sessions * DAYS // self.days // _A_TUTOR, 1)

    @cached_property
    def first_day(self) -> date:
        """The first day."""
        return LAST_DAY - timedelta(days=self.days - 1)

    def select(self, log: str, *, since: int, until: int, correcting: bool) -> str:
        """Write the select of the rows of a log that tell of these days, counted from the first."""
        a_day = self.a_day
        values = {
            "$tutors": str(self.tutors),
            "$first_day": f"date '{self.first_day}'",
            "$a_day": str(a_day),
            "$since": str(since * a_day),
            "$until": str(until * a_day),
            "$most": str((self.days + 2) * a_day),
            "$correcting": str(correcting).lower(),
        }
        sql = _SELECTS[log]
        for name, value in values.items():
            sql = sql.replace(name, value)
        return sql

    def write_raw(self, con: duckdb.DuckDBPyConnection, logs: Path) -> None:
        """Fill the raw tables of a warehouse as if each day's rows had landed on their night.

        Args:
            con: The warehouse.
            logs: Where `write_parquet` wrote the history.
        """
        con.execute("set preserve_insertion_order = true")
        for place, log in enumerate(LOGS):
            for file in sorted((logs / log).glob("*.parquet")):
                self._into_raw(con, log, file, place)
        con.execute("set preserve_insertion_order = false")
        for place, log in enumerate(LOGS):
            con.execute(
                f"insert into raw.deliveries by name "
                f"select delivery_id, '{log}' as log, $folder || delivery_id || '.parquet' as file,"
                " md5($folder || delivery_id) as sha256, "
                f"{self._day_of(place)} as dated, "
                "count(*) as received, count(*) as landed, 0 as duplicate, 0 as superseded, "
                "0 as rejected, 'canonical' as source, 0 as warned, "
                f"{self._day_of(place)}::timestamptz as known_from, "
                f"if(delivery_id < 3, null, {self._day_of(place)}::timestamptz "
                f"- interval 1 microsecond) as arrived_after from raw.{log} group by delivery_id",
                {"folder": f"{log}/"},
            )

    def write_parquet(self, con: duckdb.DuckDBPyConnection, logs: Path) -> None:
        """Write the history as files to land, a file a log and fifty-one days."""
        for log in LOGS:
            for since in range(0, self.days, _A_FILE):
                until = min(since + _A_FILE, self.days)
                day = self.first_day + timedelta(days=until - 1)
                select = self.select(log, since=since, until=until, correcting=False)
                _write(con, select, log, logs / log / f"{day}.parquet")

    def write_day(self, con: duckdb.DuckDBPyConnection, logs: Path, number: int) -> None:
        """Write the files of one night, counted from the first, its corrections in them."""
        night = self.first_day + timedelta(days=number)
        for log in LOGS:
            select = self.select(log, since=number, until=number + 1, correcting=number > 0)
            _write(con, select, log, logs / log / f"{night}.parquet")

    def _into_raw(self, con: duckdb.DuckDBPyConnection, log: str, file: Path, place: int) -> None:
        names = ", ".join(column.name for column in delivered_columns(log))
        told_on = f"({_TOLD_AT[log]}::date - first_day)" if log in _TOLD_AT else "0"
        con.execute(
            f"insert into raw.{log} by name "
            f"select {names}, first_day::timestamptz + to_days(told_on) + to_hours(23) "
            f"as known_at, (told_on * {len(LOGS)} + {place})::integer as delivery_id, "
            "row_number() over () + 1 as line, 0 as row_hash "
            f"from (select *, date '{self.first_day}' as first_day, {told_on} as told_on "
            f"from '{file}') order by told_on"
        )

    def _day_of(self, place: int) -> str:
        days = f"((delivery_id - {place}) // {len(LOGS)})::integer"
        return f"(date '{self.first_day}' + {days})"


def _write(con: duckdb.DuckDBPyConnection, select: str, log: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ", ".join(column.name for column in delivered_columns(log))
    con.execute(f"copy (select {names} from ({select})) to '{path}' (format parquet)")
    ((rows,),) = con.execute(f"select count(*) from '{path}'").fetchall()
    if not rows:
        path.unlink()
