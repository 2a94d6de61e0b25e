"""Make review.spells: fold anew the tutors of whom something is new, keep the others' last fold.

A tutor is folded again where its digest, its decisions or its market changed, where time alone may
change the answer, and everybody where a text or this program changed. What is kept is what folding
everybody would give.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tutor_reliability.ledger import Decision
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.standing.bounds import asks_everybody, may_fire
from tutor_reliability.standing.evaluate import standing
from tutor_reliability.standing.fold import Fold
from tutor_reliability.standing.incidents import Judged, answers
from tutor_reliability.standing.log import Log, Tutor
from tutor_reliability.standing.periods import next_assessed
from tutor_reliability.standing.spells import Spell
from tutor_reliability.standing.words import because, values_read, way_back
from tutor_reliability.warehouse import Opened

_AT_ONCE = 5_000
Row = dict[str, object]
Decisions = dict[str, list[Decision]]


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
    tutors = _who_may(log)
    keys = {one.tutor_id: _digest(one, decisions) for one in tutors}
    kept = {} if anew or _is_stale(opened, book, night) else _kept_folds(opened, night)
    again = [one for one in tutors if kept.get(one.tutor_id) != keys[one.tutor_id]]
    with opened.transaction():
        same = {one.tutor_id for one in tutors} - {one.tutor_id for one in again}
        _forget(opened, [name for name in _folded(opened) if name not in same])
        for start in range(0, len(again), _AT_ONCE):
            _fold(log, again[start : start + _AT_ONCE], decisions, keys)
        _remember(opened, book, night)
    return Folded(tutors=len(tutors), folded=len(again), spells=opened.count("review.spells"))


def _who_may(log: Log) -> list[Tutor]:
    """Give the tutors who may have a spell tonight."""
    everybody = asks_everybody(log.book, log.kept)
    tutors = sorted(log.tutors(everybody=everybody), key=lambda one: one.tutor_id)
    if everybody:
        return tutors
    may = may_fire(log.book, log.rows(tutors), log.kept)
    return [one for one, fires in zip(tutors, may.tolist(), strict=True) if fires]


def _fold(log: Log, tutors: Sequence[Tutor], decisions: Decisions, keys: dict[str, str]) -> None:
    spells: list[Row] = []
    folds: list[Row] = []
    for history in log.histories(tutors):
        name = history.tutor_id
        judged = Judged.of(log.book, history, answers(decisions.get(name, [])))
        asked: list[Fold] = []

        def asking(whose: Judged, as_of: date, asked: list[Fold] = asked) -> Fold:
            asked.append(Fold(whose, as_of))
            return asked[-1]

        found = standing(judged, asking, as_of=log.night.as_of)
        spells += [_row(name, one) for one in found]
        wakes = wake_on(judged, asked, found, log.night.as_of)
        folds.append({"tutor_id": name, "digest": keys[name], "wake_on": wakes})
    log.opened.add("review.spells", spells)
    log.opened.add("review.folds", folds)


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
            if not rule.asked_on_days and (rule.during or rule.unless):
                days.append(as_of + timedelta(days=1))
    return min((day for day in days if day > as_of), default=None)


def _digest(tutor: Tutor, decisions: Decisions) -> str:
    said = [
        (one.decision_id, one.action, one.case_id, one.effective_on, one.event)
        for one in decisions.get(tutor.tutor_id, [])
    ]
    whole = f"{tutor.digest} {tutor.market} {tutor.joined} {said}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _is_stale(opened: Opened, book: Book, night: Night) -> bool:
    found = opened.row("select policy_fingerprint, code_fingerprint, as_of from review.builds")
    if not found:
        return True
    return found[:2] != (book.fingerprint, _code_fingerprint()) or found[2] > night.as_of


def _kept_folds(opened: Opened, night: Night) -> dict[str, str]:
    rows = opened.con.execute(
        "select tutor_id, digest from review.folds where wake_on is null or wake_on > $as_of",
        {"as_of": night.as_of},
    ).fetchall()
    return dict(rows)


def _folded(opened: Opened) -> list[str]:
    return [row[0] for row in opened.con.execute("select tutor_id from review.folds").fetchall()]


def _forget(opened: Opened, tutors: list[str]) -> None:
    for table in ("review.spells", "review.folds"):
        opened.con.execute(
            f"delete from {table} where tutor_id in (select unnest($tutors))",  # noqa: S608
            {"tutors": tutors},
        )


def _remember(opened: Opened, book: Book, night: Night) -> None:
    row = {
        "policy_fingerprint": book.fingerprint,
        "code_fingerprint": _code_fingerprint(),
        "as_of": night.as_of,
    }
    opened.fill("review.builds", [row])


@cache
def _code_fingerprint() -> str:
    """Name the program that folds: what another one kept is not taken over."""
    here = Path(__file__).parent
    files = [Path(__file__), *sorted((here / "standing").glob("*.py"))]
    return hashlib.sha256(b"".join(one.read_bytes() for one in files)).hexdigest()[:16]


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
    tutors = [one for one in log.tutors(everybody=True) if one.tutor_id in ranked]
    texts = {one.variant: one for one in book.variants}
    found: dict[str, float] = {}
    for history in log.histories(tutors):
        variant, meter = ranked[history.tutor_id]
        text = texts[variant]
        said = answers(decisions.get(history.tutor_id, []))
        fold = Fold(Judged.of(book, history, said), night.as_of)
        value = fold.read(text, text.meter(meter), night.as_of, night.as_of).value
        if value is not None:
            found[history.tutor_id] = value
    return found
