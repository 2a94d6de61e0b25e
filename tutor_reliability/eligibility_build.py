"""Make mart.assignment_eligibility, from tonight's flags and what people decided."""

from collections import defaultdict

from tutor_reliability.eligibility import StandingFlag, by_tutor, eligibility
from tutor_reliability.ledger import Ledger
from tutor_reliability.night import Night
from tutor_reliability.policy import Policy
from tutor_reliability.warehouse import Opened


def refresh_eligibility(
    opened: Opened, *, policy: Policy, ledger: Ledger, night: Night, run_id: str
) -> int:
    """Bring mart.assignment_eligibility to tonight; gives the number of tutors."""
    flags = _standing_flags(opened)
    decisions = by_tutor(ledger.decisions(until=night.as_of, last=night.last_decision))
    tutors = opened.con.execute("select tutor_id from mart.tutors order by tutor_id").fetchall()
    rows: list[dict[str, object]] = []
    for (tutor_id,) in tutors:
        found = eligibility(
            policy, flags.get(tutor_id, []), decisions.get(tutor_id, []), as_of=night.as_of
        )
        rows.append(
            {
                "tutor_id": tutor_id,
                "as_of": night.as_of,
                "new_students": found.new_students,
                "existing_students": found.existing_students,
                "trial_students": found.trial_students,
                "reasons": list(found.reasons),
                "until": found.until,
                "way_back": found.way_back,
                "case_id": found.case_id,
                "decided_by": found.decided_by,
                "policy_id": policy.id,
                "policy_version": policy.version,
                "run_id": run_id,
            }
        )
    with opened.transaction():
        return opened.fill("mart.assignment_eligibility", rows)


def _standing_flags(opened: Opened) -> dict[str, list[StandingFlag]]:
    rows = opened.con.execute(
        """
        select flag.tutor_id, flag.rule, flag.effect, flag.until, flag.held, found.case_id
        from review.flags as flag
        left join review.cases as found
            on flag.tutor_id = found.tutor_id
            and flag.rule = found.rule
            and found.state <> 'decided'
        order by flag.tutor_id, flag.rule
        """
    ).fetchall()
    standing: dict[str, list[StandingFlag]] = defaultdict(list)
    for tutor_id, rule, effect, until, held, its_case in rows:
        standing[tutor_id].append(
            StandingFlag(rule=rule, effect=effect, until=until, held=held, case_id=its_case)
        )
    return standing
