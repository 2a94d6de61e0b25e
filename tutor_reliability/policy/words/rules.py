"""What follows where a rule holds, for whom, and how one gets back, in plain words."""

from collections.abc import Iterator

from tutor_reliability.policy.model import (
    EVIDENCE,
    AssessmentDays,
    Policy,
    Release,
    Rule,
    Status,
)
from tutor_reliability.policy.words.plain import listed

_EXITS = {
    "review_closed": "a person closes the review",
    "acknowledged": "the tutor has acknowledged it",
    "course_done": "the course is done",
    "reenabled": "a person lifts it",
    "appeal_won": "an appeal is won",
}
_STACK = {
    "restart": "for {} from the last time",
    "extend": "for {}, and as long again each further time",
    "keep": "for {} from the first time",
    "parallel": "for {} each time, side by side",
}
_VALUES = {
    "eligible": "as before",
    "only_if_all_others_full": "only if all others are full",
    "hold_for_manager": "a manager decides each time",
    "paused": "none",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def effect_words(policy: Policy, rule: Rule) -> str:
    """Say what a rule does, and for how long."""
    return f"{policy.statuses[rule.effect.do].words}; {_stands(rule)}"


def _stands(rule: Rule) -> str:
    effect = rule.effect
    parts = []
    if effect.lasts:
        parts.append(_STACK[effect.stack].format(effect.lasts.words))
    if effect.exits:
        parts.append(f"until {listed(_EXITS[one] for one in effect.exits)}")
    if not parts:
        parts = [_by_itself(rule)]
    both = "; both are needed" if effect.ends == "both" else "; whichever comes first"
    said = ", ".join(parts) + (both if len(parts) > 1 else "")
    if effect.exits and not effect.lasts and effect.stack != "restart":
        said += f" ({effect.stack} if it holds again)"
    if effect.notice:
        said += f"; it begins {effect.notice.words} after the flag"
    return said


def _by_itself(rule: Rule) -> str:
    if rule.effect.once:
        return "that night only, and never again for the same sessions"
    if rule.trigger == EVIDENCE:
        return released_words(rule.effect.release)
    return "as long as it holds" if rule.trigger == "level" else "until the next assessment"


def released_words(release: Release | None) -> str:
    """Say when an effect on evidence ends."""
    if release is None:
        return "as long as the chance is so high"
    return f"until the chance has stayed below {release.below * 100:g} % for {release.lasts.words}"


def asked_words(policy: Policy, rule: Rule) -> str:
    """Say when a rule is asked, and beside which effects."""
    words = policy.outcome_words
    said = {
        "incident": f"asked on each day of: {'; '.join(words.get(one, one) for one in rule.on)}",
        "crossing": "asked when it begins to hold",
        "level": "asked every night",
        "dates": f"asked {_at(rule.at)} only" if rule.at else "",
        EVIDENCE: "asked every night, of the evidence",
    }[rule.trigger]
    if rule.during:
        said += f"; only while this stands: {listed(rule.during)}"
    if rule.unless:
        said += f"; not while this stands: {listed(rule.unless)}"
    return said


def _at(at: AssessmentDays) -> str:
    if at.every:
        return f"every {at.every.words} from {at.anchor}"
    days = [f"{day} {_MONTHS[month - 1]}" for month, day in at.days]
    return f"on {listed(days, 'and')}"


def assignment_words(status: Status) -> str:
    """Say what an effect makes of assignment; for whom it changes nothing is left out."""
    changed = [
        f"{who}: {_VALUES[value]}"
        for who, value in (
            ("new students", status.new_students),
            ("existing students", status.existing_students),
            ("trial sessions", status.trial_students),
            ("sessions nobody has yet", status.unassigned_sessions),
        )
        if value != "eligible"
    ]
    said = "; ".join(changed) or "assignment stays as before"
    return f"{said}; in the order of {status.rank_by}" if status.rank_by else said


def way_back_words(rule: Rule) -> str:
    """Say how an effect ends, and what a tutor can do."""
    effect = rule.effect
    said = "; ".join(_ways(rule)) or f"ends by itself: {_stands(rule)}"
    if effect.human:
        said += "; a person decides, and can decide otherwise"
    return said


def _ways(rule: Rule) -> Iterator[str]:
    effect = rule.effect
    if rule.trigger == EVIDENCE:
        yield f"stands {released_words(effect.release)}"
    if effect.lasts:
        yield f"ends by itself after {effect.lasts.words}"
    if effect.exits:
        only = "; and only then" if effect.ends == "both" else ""
        yield f"ends when {listed(_EXITS[one] for one in effect.exits)}{only}"
    if effect.due:
        yield f"somebody looks within {effect.due.words}"
    if effect.lapses:
        yield f"lapses when nothing has counted for {effect.lapses.words}"
    elif effect.exits and not effect.lasts:
        yield "does not lapse by itself"
    if effect.resets:
        yield f"begins anew then: {listed(effect.resets, 'and')}"
