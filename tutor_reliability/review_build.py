"""Make review.decisions, review.flags and review.cases: from spells to what people look at.

When rules hold and how long that stands is in `standing`, kept by `standing_build`; the queue is
in `cases`; what follows for assignment is in `eligibility`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from tutor_reliability.bursts import Burst, burst_of, burst_words, bursts_by_session
from tutor_reliability.cases import Case, case_id, queued
from tutor_reliability.eligibility import by_tutor
from tutor_reliability.evidence_told import Told, read_told
from tutor_reliability.flags_build import SHOWN_WINDOW, STANDING, Flag, fill_flags
from tutor_reliability.ledger import CLOSING, Decision, Ledger
from tutor_reliability.night import Night
from tutor_reliability.policy.model import EVIDENCE, Book, Policy
from tutor_reliability.sentences import RateNow, flag_sentence
from tutor_reliability.spell_rows import SpellRow, read_spells
from tutor_reliability.standing_build import Folded, rank_values, refresh_spells
from tutor_reliability.warehouse import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a night's review stage made."""

    flags: int
    cases: int
    open_cases: int
    folded: Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tonight:
    """All that is said with of those whom somebody must look at, or of whom evidence tells."""

    book: Book
    night: Night
    rates: Mapping[str, RateNow]
    decisions: Mapping[int, Decision]
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
    on_evidence = _on_evidence(book)
    looked_at = "needs_person or list_contains($rules, rule)"
    spells = read_spells(opened, looked_at, {"rules": on_evidence})
    asking = [one for one in spells if one.needs_person]
    tutors = sorted({one.tutor_id for one in spells})
    tonight = _Tonight(
        book=book,
        night=night,
        rates=_rates(opened, tutors),
        decisions={one.decision_id: one for one in decisions},
        bursts=bursts_by_session(opened, [each for one in asking for each in one.session_ids]),
        told=read_told(opened, tutors),
    )
    cases = {one.case_id: one for one in (_case(tonight, spell) for spell in asking)}
    ranked = _ranked(opened, book, night)
    ranks = rank_values(opened, book=book, decisions=its, night=night, ranked=ranked)
    with opened.transaction():
        flags = fill_flags(
            opened,
            book=book,
            as_of=night.as_of,
            sentences=_by_evidence(tonight, (one for one in spells if one.rule in on_evidence)),
            ranks=ranks,
        )
        opened.fill("review.cases", [asdict(one) for one in queued(cases.values())])
    waiting = sum(one.state == "open" for one in cases.values())
    return Reviewed(flags=flags, cases=len(cases), open_cases=waiting, folded=folded)


def _on_evidence(book: Book) -> list[str]:
    """Name the rules that some text rests on evidence."""
    rules = (rule for text in book.variants for rule in text.rules)
    return sorted({one.name for one in rules if one.trigger == EVIDENCE})


def _by_evidence(tonight: _Tonight, spells: Iterable[SpellRow]) -> dict[Flag, str]:
    """Say of spells why they stand, where there is evidence."""
    said = {}
    for one in spells:
        sentence = _told(tonight, one)
        if sentence is not None:
            said[one.tutor_id, one.rule, one.since, one.effect] = sentence
    return said


def _ranked(opened: Opened, book: Book, night: Night) -> dict[str, tuple[int, str]]:
    """Give the meter that orders each tutor put last, with its text."""
    by = {
        (one.variant, effect): status.rank_by
        for one in book.variants
        for effect, status in one.statuses.items()
        if status.rank_by
    }
    if not by:
        return {}
    rows = opened.con.execute(
        f"select tutor_id, variant, effect from ({STANDING}) "  # noqa: S608 - ours
        "where list_contains($effects, effect) order by tutor_id, rule",
        {"effects": sorted({effect for _, effect in by}), "as_of": night.as_of},
    ).fetchall()
    return {
        tutor_id: (variant, by[variant, effect])
        for tutor_id, variant, effect in rows
        if (variant, effect) in by
    }


def _rates(opened: Opened, tutors: list[str]) -> dict[str, RateNow]:
    rows = opened.con.execute(
        "select tutor_id, sessions, late_cancellations, late_rate, rate_low, rate_high, enough "
        "from mart.tutor_rates where window_days = $window "
        "and tutor_id in (select unnest($tutors))",
        {"window": SHOWN_WINDOW, "tutors": tutors},
    ).fetchall()
    return {
        tutor_id: RateNow(
            window_days=SHOWN_WINDOW,
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
    by_evidence = _told(tonight, spell)
    if by_evidence is not None:
        return by_evidence
    now = tonight.rates.get(spell.tutor_id)
    return flag_sentence(spell.because, held=spell.held, now=now)


def _told(tonight: _Tonight, spell: SpellRow) -> str | None:
    """Say what the evidence is that a spell rests on; None where it rests on none."""
    text = tonight.text(spell)
    coached = spell.effect != next(r.effect.do for r in text.rules if r.name == spell.rule)
    return tonight.told.sentence(
        spell.tutor_id, spell.rule, text, since=spell.since, held=spell.held, coached=coached
    )


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
