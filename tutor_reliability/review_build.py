"""Make review.decisions, review.flags and review.cases: from outcomes to what people look at.

The rules are evaluated in `flags`, said in `sentences`; the queue is in `cases`; what follows for
assignment is in `eligibility`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import accumulate

from tutor_reliability.cases import Case, case_id, queued, rule_of_case
from tutor_reliability.eligibility import by_tutor
from tutor_reliability.flags import History, Incident, Spell, spells
from tutor_reliability.ledger import CLOSING, Decision, Ledger
from tutor_reliability.night import Night
from tutor_reliability.policy import Policy
from tutor_reliability.sentences import RateNow, flag_sentence
from tutor_reliability.warehouse import Opened

_SHOWN_WINDOW = 90
Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a night's review stage made."""

    flags: int
    cases: int
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """One tutor tonight: all that flags and cases are said of."""

    policy: Policy
    night: Night
    history: History
    now: RateNow | None
    decisions: list[Decision]


def read_ledger(opened: Opened, ledger: Ledger, *, night: Night) -> int:
    """Copy the decisions in effect tonight into review.decisions; gives their number."""
    decisions = ledger.decisions(until=night.as_of, last=night.last_decision)
    with opened.transaction():
        return opened.fill("review.decisions", [asdict(one) for one in decisions])


def refresh_review(opened: Opened, *, policy: Policy, ledger: Ledger, night: Night) -> Reviewed:
    """Evaluate the policy's rules tonight and write review.flags and review.cases."""
    decisions = by_tutor(ledger.decisions(until=night.as_of, last=night.last_decision))
    rates = _rates(opened)
    flags: list[Row] = []
    cases: list[Case] = []
    for history in _histories(opened, policy, night):
        about = _About(
            policy=policy,
            night=night,
            history=history,
            now=rates.get(history.tutor_id),
            decisions=decisions.get(history.tutor_id, []),
        )
        for spell in spells(policy, history, _closings(about.decisions), as_of=night.as_of):
            if spell.closed_on is None:
                flags.append(_flag(about, spell))
            if spell.rule.effect.human:
                cases.append(_case(about, spell))
    with opened.transaction():
        opened.fill("review.flags", flags)
        opened.fill("review.cases", [asdict(one) for one in queued(cases)])
    return Reviewed(
        flags=len(flags), cases=len(cases), open_cases=sum(one.state == "open" for one in cases)
    )


def _closings(decisions: list[Decision]) -> Mapping[str, Sequence[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for one in decisions:
        if one.action in CLOSING and one.case_id:
            found[rule_of_case(one.case_id)].append(one.effective_on)
    return found


def _histories(opened: Opened, policy: Policy, night: Night) -> Iterator[History]:
    outcomes = sorted(
        {one for meter in policy.meters for one in (*meter.of, *meter.among)} - {"completed"}
    )
    incidents = opened.con.execute(
        """
        select
            tutor_id, session_id, session_day, outcome, excused_from, excuse, student_id,
            greatest(session_day, coalesce((settles_at at time zone $timezone)::date, session_day))
        from core.session_outcomes
        where tutor_id is not null and not provisional and session_day <= $as_of
            and list_contains($outcomes, outcome)
        order by tutor_id, session_day, session_id
        """,
        {"timezone": policy.timezone, "as_of": night.as_of, "outcomes": outcomes},
    ).fetchall()
    by_tutor: dict[str, list[Incident]] = defaultdict(list)
    for tutor_id, session_id, day, outcome, dropped, excuse, student_id, counts_from in incidents:
        by_tutor[tutor_id].append(
            Incident(
                session_id=session_id,
                day=day,
                outcome=outcome,
                counts_from=counts_from,
                dropped_from=frozenset(dropped),
                pending=excuse == "pending",
                student_id=student_id,
            )
        )
    completed = _completed(opened, policy)
    for tutor_id, its in by_tutor.items():
        days, counts = completed.get(tutor_id, ((), ()))
        yield History(
            tutor_id=tutor_id,
            incidents=tuple(its),
            completed_days=days,
            completed_until=tuple(accumulate(counts)),
        )


def _completed(
    opened: Opened, policy: Policy
) -> dict[str, tuple[tuple[date, ...], tuple[int, ...]]]:
    """Give each tutor's completed sessions by day, where a rule tests a rate."""
    tested = {one.meter for rule in policy.rules for one in rule.when}
    if not any(policy.meter(name).kind == "rate" for name in tested):
        return {}
    rows = opened.con.execute(
        "select tutor_id, list(day order by day), list(completed order by day) "
        "from core.tutor_days where tutor_id <> '' and completed > 0 group by tutor_id"
    ).fetchall()
    return {tutor_id: (tuple(days), tuple(counts)) for tutor_id, days, counts in rows}


def _rates(opened: Opened) -> dict[str, RateNow]:
    rows = opened.con.execute(
        "select tutor_id, sessions, late_cancellations, late_rate, rate_low, rate_high, enough "
        "from mart.tutor_rates where window_days = $window",
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


def _flag(about: _About, spell: Spell) -> Row:
    return {
        "tutor_id": about.history.tutor_id,
        "as_of": about.night.as_of,
        "rule": spell.rule.name,
        "severity": spell.rule.severity,
        "effect": spell.rule.effect.do,
        "sentence": flag_sentence(about.policy, spell, about.now),
        "session_ids": [one.session_id for one in spell.last.incidents],
        "since": spell.since,
        "until": spell.until,
        "held": spell.held,
        "needs_person": spell.rule.effect.human,
        "policy_id": about.policy.id,
        "policy_version": about.policy.version,
    }


def _case(about: _About, spell: Spell) -> Case:
    tutor_id, policy, incidents = about.history.tutor_id, about.policy, spell.last.incidents
    answer = _answer(spell, about.decisions)
    due = spell.rule.effect.due
    return Case(
        case_id=case_id(tutor_id, spell.rule.name, spell.since),
        tutor_id=tutor_id,
        rule=spell.rule.name,
        as_of=about.night.as_of,
        opened_on=spell.since,
        due_on=due.after(spell.since) if due else spell.since,
        state="decided" if answer else ("held" if spell.held else "open"),
        sentence=flag_sentence(policy, spell, None if answer else about.now),
        session_ids=tuple(one.session_id for one in incidents),
        decision=answer.action if answer else None,
        decided_by=answer.decided_by if answer else None,
        decided_on=answer.effective_on if answer else None,
        reason=answer.reason if answer else None,
        students_affected=len({one.student_id for one in incidents if one.student_id}),
        excess_late=_excess(about.now, policy),
        policy_id=policy.id,
        policy_version=policy.version,
    )


def _excess(now: RateNow | None, policy: Policy) -> float:
    """Count the late sessions beyond what the policy's limit allows."""
    return now.late - policy.rate.limit * now.sessions if now else 0.0


def _answer(spell: Spell, decisions: list[Decision]) -> Decision | None:
    """Find the decision that closed a spell."""
    for one in reversed(decisions):
        closes = one.action in CLOSING and one.effective_on == spell.closed_on
        if closes and one.case_id and rule_of_case(one.case_id) == spell.rule.name:
            return one
    return None
