"""What has landed before of the ids that tonight's rows name, each looked up once.

A cancellation mostly comes with a new version of its session, whose earlier ones have then been
looked up already. What tonight's own files have landed is read where it lies.
"""

from dataclasses import dataclass, field

import duckdb

from tutor_reliability import places
from tutor_reliability.landing.rules import RULES
from tutor_reliability.row_numbers import VECTOR

_OTHERS_ASK = {"sessions": ("booked_at", "scheduled_start")}
"""What the rules of other logs ask of a log's rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Since when rows that are asked for are kept: up to which delivery, of so many rows."""

    delivery: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What the logs hold.

    Attributes:
        con: The warehouse.
        places_from: From how many rows of a log on those of some ids are looked up by `places`.
    """

    con: duckdb.DuckDBPyConnection
    places_from: int = places.FROM_ROWS
    _kept: dict[str, _Kept] = field(default_factory=dict, repr=False)

    def of(self, log: str, ids: str, *, mostly_new: bool = False) -> str:
        """Give where to find the rows of some ids: the log itself, or a view with few others.

        Args:
            log: Which log.
            ids: A select of the ids, in a column that is named as in the log.
            mostly_new: Whether most ids have no rows yet, so that many of them say little of how
                much there is to read.
        """
        rows = self._count(log)
        if not places.knows(log) or rows < self.places_from:
            return f"raw.{log}"
        if log not in self._kept or rows - self._kept[log].rows > self.places_from:
            self._begin(log)
        key = RULES[log].key
        self.con.execute(
            f"create or replace temp table landed_new as select {key} from ({ids}) "  # noqa: S608  # names from `rules`
            f"anti join {log}_asked using ({key})"
        )
        ((new,),) = self.con.execute("select count(*) from landed_new").fetchall()
        if new > rows / VECTOR and not mostly_new:
            return f"raw.{log}"
        if new:
            self._look_up(log)
        return f"landed_{log}"

    def _begin(self, log: str) -> None:
        """Begin to keep the rows of ids that are asked for; later rows are read where they lie."""
        ((newest,),) = self.con.execute(
            "select coalesce(max(delivery_id), 0) from raw.deliveries"
        ).fetchall()
        self._kept[log] = _Kept(delivery=newest, rows=self._count(log))
        rows = f"select {_columns(log)} from raw.{log}"  # noqa: S608  # names from `rules`
        for made in (
            f"table {log}_asked as select {RULES[log].key} from raw.{log} limit 0",  # noqa: S608  # as above
            f"table {log}_kept as {rows} limit 0",
            f"view landed_{log} as from {log}_kept union all {rows} where delivery_id > {newest}",
        ):
            self.con.execute(f"create or replace temp {made}")

    def _look_up(self, log: str) -> None:
        """Keep the rows of the ids in landed_new."""
        from tutor_reliability.warehouse import Opened  # noqa: PLC0415 - lists need no data frames

        opened, key = Opened(con=self.con), RULES[log].key
        ids = f"select {key} from landed_new"  # noqa: S608  # name from `rules`
        places.bring(opened)
        places.copy(opened, log, key, ids, into="landed_found", columns=_columns(log))
        self.con.execute(
            f"insert into {log}_kept from landed_found "
            f"where delivery_id <= {self._kept[log].delivery} and {key} in ({ids})"
        )
        self.con.execute(f"insert into {log}_asked {ids}")

    def _count(self, log: str) -> int:
        ((rows,),) = self.con.execute(f"select count(*) from raw.{log}").fetchall()  # noqa: S608  # name from `rules`
        return int(rows)


def _columns(log: str) -> str:
    rules = RULES[log]
    others = _OTHERS_ASK.get(log, ())
    return ", ".join((rules.key, rules.version, *others, "row_hash", "delivery_id", "line"))
