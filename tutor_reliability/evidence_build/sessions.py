"""The late sessions that signals of note rest on, each with how it was counted."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.rows import COUNTED, EXCUSED, INCIDENT, SAME_SPELL
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import Counted, ordinals


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Late sessions of the tutors of note, by tutor, day and id.

    Attributes:
        frame: number, session_id, student_id, day, excused, is_incident.
        number: The tutor.
        day: Its day.
        at: Its row among the days with a late session; -1 where it is excused.
        first_day: The first day they are of.
    """

    frame: pl.DataFrame
    number: Numbers
    day: Numbers
    at: Numbers
    first_day: int = 0

    @classmethod
    def of(cls, frame: pl.DataFrame, counted: Counted) -> "Sessions":
        """Take them as they were read, beside the days with a late session."""
        frame = frame.sort("number", "day", "session_id")
        number, day = frame["number"].to_numpy().astype(np.int64), ordinals(frame["day"])
        span = int(max(day.max(initial=0), counted.days.day.max(initial=0))) + 1
        keys = counted.days.tutor * span + counted.days.day
        found = np.searchsorted(keys, number * span + day)
        excused = frame["excused"].to_numpy()
        return cls(frame=frame, number=number, day=day, at=np.where(excused, -1, found))

    def part(self, chosen: np.ndarray) -> "Sessions":
        """Give some of them."""
        return Sessions(
            frame=self.frame.filter(pl.Series(chosen)),
            number=self.number[chosen],
            day=self.day[chosen],
            at=self.at[chosen],
            first_day=self.first_day,
        )

    def since(self, day: int) -> "Sessions":
        """Give those of a day and later."""
        return replace(self.part(self.day >= day), first_day=day)

    def of_signal(self, signal: str, counted: Counted) -> "Sessions":
        """Give those that a signal looks at: for wiped-out days, those of such days."""
        if signal == "late_sessions":
            return self
        chosen = self.at >= 0
        chosen[chosen] = counted.once.spell[self.at[chosen]]
        return self.part(chosen)

    def lists(self, number: Numbers, first: Numbers, last: Numbers) -> pl.Series:
        """Give the ids of each tutor's sessions between two days, oldest first, excused ones not.

        Args:
            number: The tutor; one figure a list.
            first: The first day.
            last: The last day.
        """
        counts = self.part(self.at >= 0)
        span = int(max(counts.day.max(initial=0), last.max(initial=0))) + 1
        keys = counts.number * span + counts.day
        begin = np.searchsorted(keys, number * span + first, "left")
        end = np.maximum(np.searchsorted(keys, number * span + last, "right"), begin)
        sizes = end - begin
        rows = np.repeat(np.arange(len(number)), sizes)
        inner = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        ids = counts.frame["session_id"].gather(np.repeat(begin, sizes) + inner)
        listed = (
            pl.DataFrame({"row": rows, "id": ids})
            .group_by("row", maintain_order=True)
            .agg(pl.col("id"))
        )
        return (
            pl.DataFrame({"row": np.arange(len(number))})
            .join(listed, on="row", how="left", maintain_order="left")["id"]
            .fill_null(pl.lit([], dtype=pl.List(pl.String)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """Which late sessions were counted once together; one figure a day with a late session.

    Attributes:
        number: Number of the spell among all, -1 outside one or where it is one session.
        first: Row of its first day.
    """

    number: Numbers
    first: Numbers

    @classmethod
    def of(cls, late: Counted) -> "Spells":
        """Number the spells of more than one late session, excused ones included."""
        once, rows = late.once, np.arange(len(late.days.late))
        spell = np.cumsum(once.begins) - 1
        sessions = np.bincount(
            spell[once.spell], late.days.late[once.spell], minlength=int(once.begins.sum())
        )
        many = once.spell.copy()
        many[once.spell] = sessions[spell[once.spell]] > 1
        first = np.maximum.accumulate(np.where(once.begins, rows, 0)) if len(rows) else rows
        return cls(number=np.where(many, spell, -1), first=np.where(once.spell, first, rows))


def event_frame(
    signal: str, sessions: Sessions, counted: Counted, spells: Spells, without: Floats
) -> pl.DataFrame:
    """Give rows of review.signal_events, but for the tutor's id and the signal.

    Args:
        signal: One of the two rates.
        sessions: The sessions it looks at.
        counted: The days with a late session.
        spells: Which of them are spells.
        without: The chance were the event of a day excused; NaN where nothing says.
    """
    there = sessions.at >= 0
    at = np.where(there, sessions.at, 0)
    spell = np.where(there, spells.number[at], -1)
    load = counted.days.load if signal == "late_sessions" else counted.days.day_load
    frame = sessions.frame.select("number", "session_id", "day", "is_incident", "excused")
    return frame.with_columns(
        spell_no=pl.Series(_from_one(sessions.number, spell)),
        event=pl.Series(
            _carried(sessions, counted, spells)
            + (_seconds(sessions, counted) if signal == "late_sessions" else 0.0)
        ),
        load=pl.Series(np.where(there, load[at], 0.0)),
        chance_without=pl.Series(np.where(there, without[at], np.nan)).fill_nan(None),
    ).with_columns(
        treatment=pl.when("excused")
        .then(pl.lit(EXCUSED))
        .when("is_incident")
        .then(pl.lit(INCIDENT))
        .when(pl.col("event") < 1)
        .then(pl.lit(SAME_SPELL))
        .otherwise(pl.lit(COUNTED))
    )


def _carried(sessions: Sessions, counted: Counted, spells: Spells) -> Floats:
    """Give what each session counts: of a spell, the first that is not excused, for all of it.

    Nothing where the spell began before the sessions looked at: there its event stands.
    """
    there = sessions.at >= 0
    at = np.where(there, sessions.at, 0)
    wiped = there & counted.once.spell[at]
    first = spells.first[at]
    carries = np.zeros(len(at), dtype=np.bool_)
    rows = np.flatnonzero(wiped)
    carries[rows[np.unique(first[rows], return_index=True)[1]]] = True
    begins = counted.days.day[first] >= sessions.first_day
    return np.where(wiped, carries & begins, there).astype(np.float64)


def _seconds(sessions: Sessions, counted: Counted) -> Floats:
    """Give what the session of the second day of a spell counts."""
    there = sessions.at >= 0
    at = np.where(there, sessions.at, 0)
    second = there & counted.once.spell[at] & ~counted.once.begins[at]
    return np.where(second, counted.once.events[at], 0.0)


def _from_one(number: Numbers, spell: Numbers) -> pl.Series:
    """Number each tutor's spells from 1; null outside one."""
    frame = pl.DataFrame({"number": number, "spell": spell}).with_columns(
        spell=pl.when(pl.col("spell") >= 0).then("spell")
    )
    return frame.select(
        pl.col("spell").rank("dense").over("number").cast(pl.Int32).alias("spell_no")
    )["spell_no"]
