"""Make review.spells: fold anew the tutors of whom something is new, keep the others' last fold.

A tutor is folded again where a session, the evidence, a decision or the market is new, where time
alone may change the answer, and everybody where a text or this program changed. What is kept is
what folding everybody would give.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from tutor_reliability.ledger import Decision
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.program import program_of
from tutor_reliability.standing.bounds import asks_everybody, may_hold
from tutor_reliability.standing.evaluate import standing
from tutor_reliability.standing.fold import Fold
from tutor_reliability.standing.incidents import Judged, answers
from tutor_reliability.standing.log import Log, Tutor
from tutor_reliability.standing.news import bring
from tutor_reliability.standing.periods import next_assessed
from tutor_reliability.standing.spells import Spell
from tutor_reliability.standing.tail import Told
from tutor_reliability.standing.told import told_before
from tutor_reliability.standing.words import because, values_read, way_back
from tutor_reliability.warehouse import Opened

_AT_ONCE = 5_000
_KEPT_FOLDS = """
create or replace temp table folds_kept as
select fold.tutor_id
from review.folds as fold
inner join tutors_asked as asked on fold.tutor_id = asked.tutor_id
left join stage.tutors_said as said on fold.tutor_id = said.tutor_id
where
    fold.digest = concat_ws('/', asked.digest, said.said)
    and (fold.wake_on is null or fold.wake_on > $as_of)
    and fold.tutor_id not in (select tutor_id from news_of)
"""
_FOLD_AGAIN = """
select asked.tutor_id, concat_ws('/', asked.digest, said.said)
from tutors_asked as asked
left join stage.tutors_said as said on asked.tutor_id = said.tutor_id
where asked.tutor_id not in (select tutor_id from review.folds)
order by asked.tutor_id
"""
Row = dict[str, object]
Decisions = dict[str, list[Decision]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """Who is folded again: of what each of them is a digest, and what the last night told."""

    digests: Mapping[str, str]
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What a night's fold did: tutors that may have a spell, folded anew, and spells there now."""

    tutors: int
    folded: int
    spells: int


def refresh_spells(
    opened: Opened, *, book: Book, decisions: Decisions, night: Night, anew: bool = False
) -> Folded:
    """Bring review.spells to tonight.

    Args:
        opened: The warehouse, with core.session_outcomes and mart.tutors of tonight.
        book: The texts in force.
        decisions: What people decided by tonight, by tutor.
        night: The night.
        anew: Fold everybody, whatever was kept.
    """
    log = Log(opened, book, night)
    asked = log.asked
    kept = frozenset(asked.kept)
    last = None if anew else _last_fold(opened, book, night)
    everybody = asks_everybody(book, kept)
    with opened.transaction():
        brought = bring(opened, asked, last=last)
        log.ask(everybody=everybody)
        again = _again(opened, decisions, night, everything=brought.everything)
        folded = 0
        names = list(again.digests)
        for start in range(0, len(names), _AT_ONCE):
            part = log.tutors(names[start : start + _AT_ONCE])
            may = _who_may(log, part, kept)
            asked_of = part if everybody else [one for one in part if one.tutor_id in may]
            _fold(log, asked_of, may, decisions, again)
            _pass_over(opened, part, asked_of, again)
            folded += len(asked_of)
        _remember(opened, book, night)
    (tutors,) = opened.row("select count(*) from review.folds where may")
    return Folded(tutors=tutors, folded=folded, spells=opened.count("review.spells"))


def _again(opened: Opened, decisions: Decisions, night: Night, *, everything: bool) -> _Again:
    """Forget and give the tutors to fold again."""
    said = pl.DataFrame(
        {"tutor_id": list(decisions), "said": [_said(one) for one in decisions.values()]},
        schema={"tutor_id": pl.String, "said": pl.String},
    )
    opened.stage_frame("stage.tutors_said", said)
    told: dict[str, Told] = {}
    if everything:
        opened.con.execute("delete from review.folds")
        opened.con.execute("delete from review.spells")
    else:
        opened.con.execute(_KEPT_FOLDS, {"as_of": night.as_of})
        told = told_before(opened, night.as_of)
        for table in ("review.spells", "review.folds"):
            opened.con.execute(
                f"delete from {table} where tutor_id not in (select tutor_id from folds_kept)"  # noqa: S608
            )
    found = opened.con.execute(_FOLD_AGAIN).fetchall()
    opened.con.execute("drop table stage.tutors_said")
    return _Again(digests=dict(found), told=told)


def _said(decisions: Sequence[Decision]) -> str:
    said = [
        (one.decision_id, one.action, one.case_id, one.effective_on, one.event) for one in decisions
    ]
    return hashlib.sha256(str(said).encode()).hexdigest()[:32]


def _who_may(log: Log, tutors: list[Tutor], kept: frozenset[str]) -> dict[str, set[str]]:
    """Give the rules that may have held, of the tutors of whom one may."""
    found: dict[str, set[str]] = {}
    for rule, its in may_hold(log.book, log.rows(tutors), kept).items():
        for place in its.nonzero()[0].tolist():
            found.setdefault(tutors[place].tutor_id, set()).add(rule)
    return found


def _fold(
    log: Log,
    tutors: Sequence[Tutor],
    may: Mapping[str, set[str]],
    decisions: Decisions,
    again: _Again,
) -> None:
    spells: list[Row] = []
    folds: list[Row] = []
    for history in log.histories(tutors):
        name = history.tutor_id
        judged = Judged.of(log.book, history, answers(decisions.get(name, [])))
        asked: list[Fold] = []

        def asking(whose: Judged, as_of: date, asked: list[Fold] = asked) -> Fold:
            known = None if whose.history.certain else again.told.get(whose.history.tutor_id)
            asked.append(Fold(whose, as_of, known))
            return asked[-1]

        rules = may.get(name, set())
        found = standing(judged, asking, as_of=log.night.as_of, rules=rules)
        spells += [_row(name, one) for one in found]
        wakes = wake_on(judged, asked, found, log.night.as_of)
        folds.append(
            {"tutor_id": name, "digest": again.digests[name], "wake_on": wakes, "may": True}
        )
    log.opened.add("review.spells", spells)
    log.opened.add("review.folds", folds)


def _pass_over(
    opened: Opened, tutors: Sequence[Tutor], may: Sequence[Tutor], again: _Again
) -> None:
    """Write down of whom no rule can hold: until something is new they are not looked at."""
    asked = {one.tutor_id for one in may}
    others = [one.tutor_id for one in tutors if one.tutor_id not in asked]
    frame = pl.DataFrame(
        {"tutor_id": others, "digest": [again.digests[one] for one in others]},
        schema={"tutor_id": pl.String, "digest": pl.String},
    )
    opened.append("review.folds", frame.with_columns(may=pl.lit(value=False)))


def wake_on(
    judged: Judged, folds: Iterable[Fold], found: Iterable[Spell], as_of: date
) -> date | None:
    """Give the first day after tonight on which time alone may change the answer.

    What stands while a rule holds says up to which day it held: that is new every night, and so is
    a chance.
    """
    days = [one.until for one in found if one.until is not None]
    if judged.history.chances or any(one.rule.trigger == "level" for one in found):
        days.append(as_of + timedelta(days=1))
    days += [day for one in folds if (day := one.next_turn()) is not None]
    for text in judged.book.variants:
        days += [text.from_day]
        for rule in text.rules:
            day = next_assessed(rule.at, as_of) if rule.at else None
            days += [day] if day else []
            if rule.trigger == "level" and (rule.during or rule.unless):
                days.append(as_of + timedelta(days=1))
    return min((day for day in days if day > as_of), default=None)


def _last_fold(opened: Opened, book: Book, night: Night) -> date | None:
    """Give the night that was folded last; None where what is kept of it cannot be used."""
    found = opened.row("select policy_fingerprint, code_fingerprint, as_of from review.builds")
    if not found or found[:2] != (book.fingerprint, _code_fingerprint()):
        return None
    last: date = found[2]
    return last if last <= night.as_of else None


def _remember(opened: Opened, book: Book, night: Night) -> None:
    row = {
        "policy_fingerprint": book.fingerprint,
        "code_fingerprint": _code_fingerprint(),
        "as_of": night.as_of,
    }
    opened.fill("review.builds", [row])


def _code_fingerprint() -> str:
    """Name the program that folds: what another one kept is not taken over."""
    return program_of("standing", "standing_build")


def _row(tutor_id: str, spell: Spell) -> Row:
    rule, incidents = spell.rule, spell.last.incidents
    due = rule.effect.due
    sessions = [session for one in incidents for session in one.sessions]
    return {
        "tutor_id": tutor_id,
        "rule": rule.name,
        "severity": rule.severity,
        "effect": spell.effect,
        "variant": spell.last.text.variant,
        "since": spell.since,
        "starts_on": spell.begins,
        "until": spell.until,
        "closed_on": spell.closed_on,
        "due_on": due.after(spell.since) if due else spell.since,
        "held": spell.held,
        "needs_person": spell.needs_person,
        "decision_id": spell.answer.number if spell.answer else 0,
        "session_ids": list(dict.fromkeys(sessions)),
        "students_affected": len({one.student_id for one in incidents if one.student_id}),
        "tested": values_read(spell),
        "because": because(spell),
        "way_back": way_back(spell),
    }


def rank_values(
    opened: Opened,
    *,
    book: Book,
    decisions: Decisions,
    night: Night,
    ranked: Mapping[str, tuple[int, str]],
) -> dict[str, float]:
    """Read tonight's value of the meter that orders those put last, where it is rated.

    Args:
        opened: The warehouse.
        book: The texts in force.
        decisions: What people decided by tonight, by tutor.
        night: The night.
        ranked: The text (its variant) and the meter, by tutor.
    """
    if not ranked:
        return {}
    log = Log(opened, book, night)
    tutors = log.tutors(list(ranked))
    texts = {one.variant: one for one in book.variants}
    found: dict[str, float] = {}
    for history in log.histories(tutors, whole=True):
        variant, meter = ranked[history.tutor_id]
        text = texts[variant]
        said = answers(decisions.get(history.tutor_id, []))
        fold = Fold(Judged.of(book, history, said), night.as_of)
        value = fold.read(text, text.meter(meter), night.as_of, night.as_of).value
        if value is not None:
            found[history.tutor_id] = value
    return found
