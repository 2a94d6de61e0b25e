"""The numbers by which evidence is weighed, in plain words; all of them are ours."""

from collections.abc import Iterator

from tutor_reliability.policy.model import Evidence

PREFIX = "evidence_"
Told = Iterator[tuple[str, str, str]]


def evidence_told(terms: Evidence) -> Told:
    """Give each number or small group of them: name, value, what it means."""
    for name, value, words in (*_rate(terms), *_exposure(terms), *_side(terms)):
        yield f"{PREFIX}{name}", value, words


def _rate(terms: Evidence) -> Told:
    yield "limit", f"{terms.limit:.4g}", "the rate that a tutor's current rate is weighed against"
    yield "weeks", str(terms.weeks), "weeks weighed, the newest ending with the night"
    hazard = "chance that a tutor's rate changes from one week to the next"
    yield "hazard", f"{terms.hazard:g}", hazard
    spells = (
        f"wiped-out working days up to {terms.longest_gap.words} apart are one event, for up to "
        f"{terms.longest_spell.words}"
    )
    yield "spells", f"{terms.longest_gap.text}/{terms.longest_spell.text}", spells
    wiped = "a day is wiped out when at least this share of its sessions was late"
    yield "wiped_share", f"{terms.wiped_share:g}", wiped
    second = "what the second wiped-out day of a spell counts where it had one session"
    yield "second_day", f"{terms.second_day:g}", second
    yield "min_events", str(terms.min_events), "fewer independent events are too few to judge"
    yield "confidence", f"{terms.confidence:g}", "how sure the range of a rate is"
    prior = " and ".join(
        f"{one.share:.0%} of tutors with a mean rate of {one.rate:.4g}, as sure as "
        f"{one.sessions:g} sessions make it"
        for one in terms.prior
    )
    value = ", ".join(f"{one.share:g}:{one.rate:g}/{one.sessions:g}" for one in terms.prior)
    words = f"with fewer than {terms.min_tutors} tutors to learn from, expected are {prior}"
    yield "prior", value, words
    kept = "from this chance on a tutor's past chances are kept, and told about in full"
    yield "keep_from", f"{terms.keep_from:g}", kept


def _exposure(terms: Evidence) -> Told:
    hours = (
        "sessions at hours at which everybody is late more often weigh more, drawn towards the "
        f"usual by {terms.hour_weight:g} late sessions"
        if terms.exposure_by_hour
        else "a session weighs the same at every hour"
    )
    yield "hours", _switch(given=terms.exposure_by_hour), hours
    incidents = (
        f"a day is one of an incident in a place with {terms.incident_ratio:g} times the late "
        f"sessions of the median of {terms.incident_days} days, with {terms.incident_weight:g} "
        "usual ones on top; its sessions weigh more"
        if terms.exposure_by_incident
        else "a session weighs the same on every day"
    )
    yield "incidents", _switch(given=terms.exposure_by_incident), incidents


def _side(terms: Evidence) -> Told:
    near = (
        f"cancellations up to {terms.near_line.words} outside the line are too many at "
        f"{terms.near_line_ratio:g} times the usual rate and {terms.near_line_odds:g} times the "
        "usual odds"
    )
    yield "near_line", f"{terms.near_line.text}/{terms.near_line_ratio:g}", near
    students = "cancellations in students' names are too many at so many times those expected"
    yield "student_ratio", f"{terms.student_ratio:g}", students
    habit = (
        f"emergencies, or moved sessions, are a habit at {terms.habit_ratio:g} times the usual "
        f"within {terms.habit_days} days"
    )
    yield "habit", f"{terms.habit_ratio:g}/{terms.habit_days}", habit
    yield "chain", str(terms.chain), "so many moves of one lesson are a reason by themselves"
    quiet = (
        f"a pair of {terms.quiet_pair_sessions} sessions is quiet after "
        f"{terms.quiet_after.words} without a further booking, and too many are at "
        f"{terms.quiet_ratio:g} times the usual share"
    )
    said = f"{terms.quiet_after.text}/{terms.quiet_pair_sessions}/{terms.quiet_ratio:g}"
    yield "quiet_pairs", said, quiet


def _switch(*, given: bool) -> str:
    return "weighed" if given else "not weighed"
