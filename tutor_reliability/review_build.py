"""Make review.decisions, review.flags and review.cases: from spells to what people look at.

When rules hold and how long that stands is in `standing`, kept by `standing_build`; the queue is
in `cases`; what follows for assignment is in `eligibility`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from tutor_reliability.bursts import Burst, burst_of, burst_words, bursts_by_session
from tutor_reliability.cases import Case, case_id, queued
from tutor_reliability.eligibility import by_tutor
from tutor_reliability.evidence_told import Told, read_told
from tutor_reliability.ledger import CLOSING, Decision, Ledger
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book, Policy
from tutor_reliability.sentences import RateNow, flag_sentence
from tutor_reliability.standing_build import Folded, rank_values, refresh_spells
from tutor_reliability.warehouse import Opened

_SHOWN_WINDOW = 90
Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a night's review stage made."""

    flags: int
    cases: int
    open_cases: int
    folded: Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellRow:
    """One row of review.spells."""

    tutor_id: str
    rule: str
    severity: str
    effect: str
    variant: int
    since: date
    starts_on: date | None
    until: date | None
    closed_on: date | None
    due_on: date
    held: bool
    needs_person: bool
    decision_id: int
    session_ids: list[str]
    students_affected: int
    tested: list[str]
    because: str
    way_back: str

    def stands(self, day: date) -> bool:
        """Tell whether it is there on a day, announced or in force."""
        return self.until is None or day < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tonight:
    """All that flags and cases are said with."""

    book: Book
    night: Night
    rates: Mapping[str, RateNow]
    decisions: Mapping[int, Decision]
    ranks: Mapping[str, float]
    bursts: Mapping[str, Burst]
    told: Told

    def text(self, spell: SpellRow) -> Policy:
        """Give the text a spell was judged by."""
        return next(one for one in self.book.variants if one.variant == spell.variant)


def read_ledger(opened: Opened, ledger: Ledger, *, night: Night) -> int:
    """Copy the decisions in effect tonight into review.decisions; gives their number."""
    decisions = ledger.decisions(until=night.as_of, last=night.last_decision)
    with opened.transaction():
        return opened.fill("review.decisions", [asdict(one) for one in decisions])


def refresh_review(
    opened: Opened, *, book: Book, ledger: Ledger, night: Night, anew: bool = False
) -> Reviewed:
    """Evaluate the policy's rules tonight: review.spells, review.flags and review.cases.

    Args:
        opened: The warehouse, with tonight's outcomes, rates and tutors.
        book: The texts in force.
        ledger: What people decided.
        night: The night.
        anew: Fold everybody, whatever the last night kept.
    """
    decisions = ledger.decisions(until=night.as_of, last=night.last_decision)
    its = by_tutor(decisions)
    folded = refresh_spells(opened, book=book, decisions=its, night=night, anew=anew)
    spells = read_spells(opened)
    standing = _one_a_rule(one for one in spells if one.stands(night.as_of))
    tonight = _Tonight(
        book=book,
        night=night,
        rates=_rates(opened),
        decisions={one.decision_id: one for one in decisions},
        ranks=rank_values(
            opened, book=book, decisions=its, night=night, ranked=_ranked(book, standing)
        ),
        bursts=bursts_by_session(opened),
        told=read_told(opened),
    )
    flags = [_flag(tonight, one) for one in standing]
    cases = {one.case_id: one for one in (_case(tonight, s) for s in spells if s.needs_person)}
    with opened.transaction():
        opened.fill("review.flags", flags)
        opened.fill("review.cases", [asdict(one) for one in queued(cases.values())])
    waiting = sum(one.state == "open" for one in cases.values())
    return Reviewed(flags=len(flags), cases=len(cases), open_cases=waiting, folded=folded)


def read_spells(opened: Opened) -> list[SpellRow]:
    """Read review.spells, by tutor, rule and day."""
    names = SpellRow.__slots__
    rows = opened.con.execute(
        f"select {', '.join(names)} from review.spells order by tutor_id, rule, since, effect"  # noqa: S608
    ).fetchall()
    return [SpellRow(**dict(zip(names, row, strict=True))) for row in rows]


def _one_a_rule(spells: Iterable[SpellRow]) -> list[SpellRow]:
    """Keep one spell a tutor and rule: where a text changed its kind, what asks a person."""
    found: dict[tuple[str, str], SpellRow] = {}
    for one in spells:
        key = (one.tutor_id, one.rule)
        if key not in found or one.needs_person or not found[key].needs_person:
            found[key] = one
    return list(found.values())


def _ranked(book: Book, standing: Iterable[SpellRow]) -> dict[str, tuple[int, str]]:
    """Give the meter that orders each tutor put last, with its text."""
    statuses = {one.variant: one.statuses for one in book.variants}
    found = {}
    for one in standing:
        status = statuses[one.variant].get(one.effect)
        if status is not None and status.rank_by:
            found[one.tutor_id] = (one.variant, status.rank_by)
    return found


def _rates(opened: Opened) -> dict[str, RateNow]:
    rows = opened.con.execute(
        "select tutor_id, sessions, late_cancellations, late_rate, rate_low, rate_high, enough "
        "from mart.tutor_rates where window_days = $window "
        "and tutor_id in (select tutor_id from review.spells)",
        {"window": _SHOWN_WINDOW},
    ).fetchall()
    return {
        tutor_id: RateNow(
            window_days=_SHOWN_WINDOW,
            sessions=sessions,
            late=late,
            rate=rate,
            low=low,
            high=high,
            enough=enough,
        )
        for tutor_id, sessions, late, rate, low, high, enough in rows
    }


def _sentence(tonight: _Tonight, spell: SpellRow) -> str:
    """Say why a spell stands tonight: by the evidence it rests on, or by what its meters read."""
    text = tonight.text(spell)
    coached = spell.effect != next(r.effect.do for r in text.rules if r.name == spell.rule)
    by_evidence = tonight.told.sentence(
        spell.tutor_id, spell.rule, text, since=spell.since, held=spell.held, coached=coached
    )
    if by_evidence is not None:
        return by_evidence
    now = tonight.rates.get(spell.tutor_id)
    return flag_sentence(spell.because, held=spell.held, now=now)


def _flag(tonight: _Tonight, spell: SpellRow) -> Row:
    return {
        "tutor_id": spell.tutor_id,
        "as_of": tonight.night.as_of,
        "rule": spell.rule,
        "severity": spell.severity,
        "effect": spell.effect,
        "sentence": _sentence(tonight, spell),
        "session_ids": spell.session_ids,
        "since": spell.since,
        "until": spell.until,
        "held": spell.held,
        "needs_person": spell.needs_person,
        "starts_on": spell.starts_on,
        "tested": spell.tested,
        "way_back": spell.way_back,
        "rank_value": tonight.ranks.get(spell.tutor_id),
        "variant": spell.variant,
        "policy_id": tonight.text(spell).id,
        "policy_version": tonight.text(spell).version,
    }


def _case(tonight: _Tonight, spell: SpellRow) -> Case:
    answer = tonight.decisions.get(spell.decision_id)
    answer = answer if answer is not None and _answers(answer, spell) else None
    now = tonight.rates.get(spell.tutor_id)
    sentence = (
        flag_sentence(spell.because, held=spell.held, now=None)
        if answer
        else _sentence(tonight, spell)
    )
    burst = burst_of(spell.session_ids, tonight.bursts)
    if burst is not None:
        sentence += f" {burst_words(spell.session_ids, *burst)}"
    case = Case(
        case_id=case_id(spell.tutor_id, spell.rule, spell.since),
        tutor_id=spell.tutor_id,
        rule=spell.rule,
        as_of=tonight.night.as_of,
        opened_on=spell.since,
        due_on=spell.due_on,
        state="held" if spell.held else "open",
        sentence=sentence,
        session_ids=tuple(spell.session_ids),
        bulk_id=burst[0].bulk_id if burst else None,
        decision=None,
        decided_by=None,
        decided_on=None,
        reason=None,
        students_affected=spell.students_affected,
        excess_late=_excess(now, tonight.book),
        policy_id=tonight.text(spell).id,
        policy_version=tonight.text(spell).version,
    )
    return _decided(case, answer) if answer else case


def _answers(answer: Decision, spell: SpellRow) -> bool:
    """Tell whether a decision settles the case: a reviewer's word, or what ended the effect."""
    return answer.action in CLOSING or spell.closed_on is not None


def _decided(case: Case, answer: Decision) -> Case:
    return replace(
        case,
        state="decided",
        decision=answer.action,
        decided_by=answer.decided_by,
        decided_on=answer.effective_on,
        reason=answer.reason,
    )


def _excess(now: RateNow | None, book: Book) -> float:
    """Count the late sessions beyond what the policy's limit allows."""
    return now.late - book.newest.rate.limit * now.sessions if now else 0.0
