"""From a side detector's answers to rows of the tables.

A tutor has a row tonight who has enough events to judge, or whose chance was of note on some day
of the memory; all others do what everybody does now and then. Points are asked on calendar Sundays
and tonight, from the first on that is of note.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.rows import COUNTED, SAME_SPELL
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.days import dates
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Answer, Side
from tutor_reliability.evidence_build.side.asked_days import asked_days

_CHUNK = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """What was asked on the days of the memory; one figure a question.

    Attributes:
        asked: Tutors and days, by tutor, then by day.
        events: What was seen by then.
        chance: How sure that made us; 0 where it was too little.
    """

    asked: Asked
    events: Floats
    chance: Floats

    def noted(self, keep_from: float) -> Numbers:
        """Give the tutors of whom the chance was of note on some day."""
        found: Numbers = np.unique(self.asked.tutor[self.chance >= keep_from])
        return found

    def from_note_on(self, keep_from: float, *, tutors: int) -> "_Past":
        """Leave out what was asked before the first day of note, and who has none."""
        first = np.full(tutors, np.iinfo(np.int64).max)
        of_note = self.chance >= keep_from
        np.minimum.at(first, self.asked.tutor[of_note], self.asked.day[of_note])
        kept = self.asked.day >= first[self.asked.tutor]
        return _Past(
            asked=self.asked.part(kept), events=self.events[kept], chance=self.chance[kept]
        )


def found_by(side: Side, question: Question, tutor_ids: pl.Series) -> Found:
    """Give the rows of one side detector; `tutor_ids` names tutors by their number."""
    terms = question.terms
    may = side.counted.often(least=terms.min_events)
    past = _past(side, may, question)
    noted = past.noted(terms.keep_from)
    tonight = asked_tonight(may, question)
    told = side.ask(tonight)
    shown = (told.events >= terms.min_events) | np.isin(may, noted)
    tonight, told = tonight.part(shown), told.part(shown)
    return Found(
        signals=_signals(side, tonight, told, question, tutor_ids),
        events=_events(side, tonight.part(np.isin(tonight.tutor, noted)), question, tutor_ids),
        points=_points(side, past.from_note_on(terms.keep_from, tutors=len(tutor_ids)), tutor_ids),
        priors=side.priors(),
    )


def asked_tonight(numbers: Numbers, question: Question) -> Asked:
    """Ask about some tutors tonight."""
    return Asked(tutor=numbers, day=np.full(len(numbers), question.night.as_of.toordinal()))


def _past(side: Side, numbers: Numbers, question: Question) -> _Past:
    """Ask about some tutors on each of the days, so many at a time as memory bears."""
    days = asked_days(question)
    step = max(_CHUNK // len(days), 1)
    parts = []
    for at in range(0, max(len(numbers), 1), step):
        part = numbers[at : at + step]
        asked = Asked(tutor=np.repeat(part, len(days)), day=np.tile(days, len(part)))
        parts.append((asked, side.ask(asked)))
    events = np.concatenate([answer.events for _, answer in parts])
    chance = np.concatenate([answer.chance for _, answer in parts])
    return _Past(
        asked=Asked(
            tutor=np.concatenate([asked.tutor for asked, _ in parts]),
            day=np.concatenate([asked.day for asked, _ in parts]),
        ),
        events=events,
        chance=np.where(events >= question.terms.min_events, _certain_at_most(chance), 0.0),
    )


def _signals(
    side: Side, tonight: Asked, told: Answer, question: Question, tutor_ids: pl.Series
) -> pl.DataFrame:
    terms = question.terms
    enough = told.events >= terms.min_events
    of_note = enough & (told.chance >= terms.keep_from)
    ranges = side.ranges(tonight, told)
    row, session = side.counted.at(tonight)
    students = (
        pl.DataFrame(
            {"row": row, "student": side.counted.student_id.gather(session)},
            schema={"row": pl.Int64, "student": pl.String},
        )
        .group_by("row")
        .agg(pl.col("student").drop_nulls().n_unique())
    )
    spells = _spells(side, row, session, len(tonight))
    return pl.DataFrame(
        {
            "tutor_id": tutor_ids.gather(tonight.tutor),
            "enough": enough,
            "chance": _where(enough, _certain_at_most(told.chance)),
            "reference": _known(told.expected / np.maximum(told.trials, 1.0)),
            "events": told.events,
            "trials": told.trials,
            "load": told.trials,
            "rate": _where(enough, ranges.rate),
            "rate_low": _where(of_note, ranges.low),
            "rate_high": _where(of_note, ranges.high),
            "now_events": told.events,
            "now_trials": told.trials,
            "once_in": _where(enough, ranges.once_in),
            "spells": spells[0],
            "spell_sessions": spells[1],
            "session_ids": _lists(side, row, session, len(tonight), of_note),
        }
    ).with_columns(
        signal=pl.lit(side.signal),
        students=pl.Series(_spread(students["row"], students["student"], len(tonight))),
    )


def _spells(side: Side, row: Numbers, session: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Count the spells of more than one session, and the sessions inside them."""
    spell = side.counted.spell[session]
    inside = pl.DataFrame({"row": row, "spell": spell}).filter(pl.col("spell") > 0)
    many = inside.group_by("row", "spell").len().filter(pl.col("len") > 1)
    rows, lengths = many["row"].to_numpy(), many["len"].to_numpy()
    return (
        np.bincount(rows, minlength=size).astype(np.int64),
        np.bincount(rows, lengths, minlength=size).astype(np.int64),
    )


def _events(side: Side, asked: Asked, question: Question, tutor_ids: pl.Series) -> pl.DataFrame:
    row, session = side.counted.at(asked)
    counted = side.counted
    answer = side.ask(asked)
    enough = (answer.events >= question.terms.min_events)[row]
    spell = counted.spell[session]
    frame = pl.DataFrame(
        {
            "tutor_id": tutor_ids.gather(counted.number[session]),
            "session_id": counted.session_id.gather(session),
            "day": dates(counted.day[session]),
            "spell_no": pl.Series(spell).replace(0, None),
            "event": counted.event[session],
            "load": counted.event[session],
            "treatment": np.where(counted.event[session] > 0, COUNTED, SAME_SPELL),
            "chance_without": _where(enough, _certain_at_most(side.without(asked, row, session))),
        }
    )
    return frame.with_columns(signal=pl.lit(side.signal))


def _points(side: Side, past: _Past, tutor_ids: pl.Series) -> pl.DataFrame:
    row, session = side.counted.at(past.asked)
    size = len(past.asked)
    return pl.DataFrame(
        {
            "tutor_id": tutor_ids.gather(past.asked.tutor),
            "day": dates(past.asked.day),
            "chance": past.chance,
            "events": past.events,
            "session_ids": _lists(side, row, session, size, np.ones(size, np.bool_)),
        }
    ).with_columns(signal=pl.lit(side.signal))


def _lists(
    side: Side, row: Numbers, session: Numbers, size: int, chosen: NDArray[np.bool_]
) -> pl.Series:
    """Give the ids of the sessions of each row, oldest first; null where not chosen."""
    kept = chosen[row]
    listed = (
        pl.DataFrame({"row": row[kept], "id": side.counted.session_id.gather(session[kept])})
        .group_by("row", maintain_order=True)
        .agg(pl.col("id"))
    )
    rows = pl.DataFrame({"row": np.arange(size)})
    return rows.join(listed, on="row", how="left", maintain_order="left")["id"]


def _spread(rows: pl.Series, figures: pl.Series, size: int) -> Numbers:
    whole = np.zeros(size, dtype=np.int64)
    whole[rows.to_numpy()] = figures.to_numpy()
    return whole


def _certain_at_most(chance: Floats) -> Floats:
    """Keep what a sum of many parts adds to within 0 and 1."""
    return np.clip(chance, 0.0, 1.0)


def _where(chosen: NDArray[np.bool_], figures: Floats) -> pl.Series:
    """Give figures where chosen and known, else null."""
    return _known(np.where(chosen, figures, np.nan))


def _known(figures: Floats) -> pl.Series:
    return pl.Series(np.where(np.isfinite(figures), figures, np.nan)).fill_nan(None)
