"""The dirt that real logs contain, planted by the handful, each row with what must become of it.

Dispositions are those of raw.deliveries; `warned` is a landed row of which a value is set to null.
The kinds themselves are in dirt_kinds.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tutor_reliability.simulate import spelling
from tutor_reliability.simulate.logs import Logs
from tutor_reliability.simulate.plan import DAY, HOUR, Plan
from tutor_reliability.simulate.spelling import Row, iso

HANDFUL, SESSIONS_PER_ROW_OF_A_KIND = 4, 1000
FIRST_DAYS, LAST_DAYS = 2, 36
BOOKED_AHEAD = 2 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One row written in addition to the clean ones.

    Attributes:
        log: Which log it is written to.
        kind: What is wrong with it; '' is a row that only makes room for another one.
        disposition: landed, warned, duplicate, superseded or rejected.
        fate: What must happen to it, in words.
        row: The row as text.
        known: The second from which it is known; it decides the day of its file.
        nightly: Written only where each day has a file of its own.
    """

    log: str
    kind: str = ""
    disposition: str = "landed"
    fate: str = ""
    row: Row
    known: int
    nightly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A clean row of a session that took place, from which dirty rows are made.

    Attributes:
        serial: Number of the dirty row to be made, different for each.
        booked: Seconds, as start and updated.
        row: The session's final row as text.
    """

    serial: int
    booked: int
    start: int
    updated: int
    row: Row

    def fresh(self, changed: Row) -> Row:
        """Give the row of another session like this one, three hours later."""
        later: Row = {
            "session_id": f"x{self.serial:04d}",
            "scheduled_start": iso(self.start + 3 * HOUR),
            "kind": "regular",
            "first_with_student": "false",
            "minutes_late": None,
            "updated_at": iso(self.updated + 3 * HOUR),
        }
        return self.row | later | changed

    def ended(self, at: int) -> Row:
        """Give the session's row as if it had been cancelled instead of taught."""
        end: Row = {"status": "cancelled", "minutes_late": None, "updated_at": iso(at)}
        return self.row | end

    def cancellation(self, at: int, changed: Row) -> Row:
        """Give the row of a cancellation of this session by its tutor."""
        plain: Row = {
            "event_id": f"x{self.serial:04d}",
            "session_id": self.row["session_id"],
            "cancelled_at": iso(at),
            "initiator": "tutor",
            "on_behalf_of": None,
            "recorded_by": "tutor",
            "reason_code": "schedule_conflict",
            "reason_text": None,
            "channel": "platform",
            "kind": "cancelled",
            "rescheduled_to_session_id": None,
            "withdrawn_at": None,
            "tutor_id": None,
            "scheduled_start": None,
            "precision": "second",
            "received_at": iso(at),
        }
        return plain | changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of dirt made of a clean session.

    Attributes:
        log: Where its rows are written.
        name: What is wrong.
        disposition: See Planted.
        fate: See Planted.
        make: The rows of one case; those of this kind's log are the dirty ones.
    """

    log: str
    name: str
    disposition: str
    fate: str
    make: Callable[[Model], list[Planted]]

    def rows(self, model: Model) -> list[Planted]:
        """Make one case of it."""
        return [
            Planted(
                log=made.log,
                kind=self.name if made.log == self.log and not made.nightly else "",
                disposition=self.disposition,
                fate=self.fate,
                row=made.row,
                known=made.known,
                nightly=made.nightly,
            )
            for made in self.make(model)
        ]


def plant(plan: Plan, logs: Logs, kinds: tuple[Kind, ...]) -> tuple[Logs, list[Planted]]:
    """Plant a handful of each kind of dirt; none in a world too small to carry it.

    Returns:
        The logs, in which the sessions whose end a planted row replaces are no longer kept, and
        the rows to write after the clean ones.
    """
    rng = plan.rng(5)
    handful = min(HANDFUL, len(logs.sessions) // SESSIONS_PER_ROW_OF_A_KIND)
    fit = _fit(plan, logs.sessions)
    handful = min(handful, len(fit) // len(kinds))
    if handful == 0:
        return logs, []
    models, numbers = _models(fit, handful * len(kinds), rng)
    planted: list[Planted] = []
    replaced: list[int] = []
    for place, model in enumerate(models):
        made = kinds[place // handful].rows(model)
        planted += made
        own = [row for row in made if row.row.get("session_id") == model.row["session_id"]]
        replaced += [numbers[place]] * any(_replaces(row) for row in own)
    planted += _again(plan, logs, handful, rng)
    keep = ~pl.col("session").is_in(replaced)
    return _with_sessions(logs, logs.sessions.with_columns(keep=keep)), planted


def _replaces(planted: Planted) -> bool:
    return planted.log == "sessions" and planted.row["status"] == "cancelled"


def _with_sessions(logs: Logs, sessions: pl.DataFrame) -> Logs:
    return Logs(
        sessions=sessions,
        cancellations=logs.cancellations,
        contacts=logs.contacts,
        feedback=logs.feedback,
    )


def _fit(plan: Plan, sessions: pl.DataFrame) -> pl.DataFrame:
    """Choose sessions that ran long enough ago, were booked early and never moved."""
    hour = pl.col("start") % DAY
    return sessions.filter(
        pl.col("status").cast(pl.String) == "completed",
        pl.col("moved_at").is_null(),
        pl.col("start") >= plan.first + FIRST_DAYS * DAY,
        pl.col("start") < plan.end - LAST_DAYS * DAY,
        pl.col("booked") >= plan.first,
        pl.col("start") - pl.col("booked") > BOOKED_AHEAD,
        hour.is_between(6 * HOUR, 18 * HOUR),
    )


def _models(
    fit: pl.DataFrame, number: int, rng: np.random.Generator
) -> tuple[list[Model], list[int]]:
    chosen = fit[np.sort(rng.choice(len(fit), number, replace=False))]
    chosen = chosen[rng.permutation(number)]
    models = [
        Model(serial=serial, booked=at["booked"], start=at["start"], updated=at["updated"], row=row)
        for serial, (at, row) in enumerate(
            zip(
                chosen.select("booked", "start", "updated").to_dicts(),
                spelling.rows(spelling.sessions(chosen)),
                strict=True,
            )
        )
    ]
    return models, chosen["session"].to_list()


def _again(plan: Plan, logs: Logs, handful: int, rng: np.random.Generator) -> list[Planted]:
    """Deliver some cancellations and contacts twice, and enter some cancellations twice."""
    old = plan.end - LAST_DAYS * DAY
    cancellations = logs.cancellations.filter(pl.col("received") < old)
    contacts = logs.contacts.filter(pl.col("decided") < old)
    planted = []
    if len(cancellations) >= 2 * handful:
        chosen = cancellations[np.sort(rng.choice(len(cancellations), 2 * handful, replace=False))]
        received = chosen["received"].to_list()
        texts = spelling.rows(spelling.cancellations(chosen))
        ats = chosen["at"].to_list()
        for place, (row, known) in enumerate(zip(texts, received, strict=True)):
            again = _duplicate("cancellations", row, known)
            planted.append(again if place % 2 else _entered_twice(row, ats[place], known, place))
    if len(contacts) >= handful:
        chosen = contacts[np.sort(rng.choice(len(contacts), handful, replace=False))]
        texts = spelling.rows(spelling.contacts(chosen))
        known_at = chosen["decided"].to_list()
        planted += [_duplicate("contacts", *pair) for pair in zip(texts, known_at, strict=True)]
    return planted


def _duplicate(log: str, row: Row, known: int) -> Planted:
    return Planted(
        log=log,
        kind="exact_duplicate",
        disposition="duplicate",
        fate="the same row again: counted, changes nothing",
        row=row,
        known=known + DAY,
    )


def _entered_twice(row: Row, at: int, received: int, place: int) -> Planted:
    again: Row = {
        "event_id": f"y{place:04d}",
        "cancelled_at": iso(at + 40),
        "received_at": iso(received + 40),
    }
    return Planted(
        log="cancellations",
        kind="entered_twice",
        fate="one cancellation under a second event id: the earliest counts",
        row=row | again,
        known=received + 40,
    )
