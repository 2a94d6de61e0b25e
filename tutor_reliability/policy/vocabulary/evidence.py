"""The words of a policy file that say how evidence is weighed."""

from tutor_reliability.policy.model import Evidence
from tutor_reliability.policy.vocabulary.shape import Table, inside, key

_LEFT_OUT = Evidence()
_PRIOR = ", ".join(
    f"{{ share = {one.share:g}, rate = {one.rate:g}, sessions = {one.sessions:g} }}"
    for one in _LEFT_OUT.prior
)

PRIOR = Table(
    name="evidence.prior",
    many=True,
    words="Kinds of tutors to expect before looking at one.",
    keys=(
        key("share", "number", "how many of all tutors are of it; all shares sum to 1", "0.92"),
        key("rate", "number", "their mean rate, a share", "0.015"),
        key("sessions", "number", "how sure that is: as if so many sessions had been seen", "350"),
    ),
)

EVIDENCE = Table(
    name="evidence",
    words="How it is weighed whether a tutor's current rate is above the limit; what is done with "
    "it is said by meters of kind evidence and their rules. The same for all markets and texts.",
    keys=(
        key(
            "limit",
            "number",
            "the rate held against, a share",
            "0.05",
            default="the limit of [rate]",
        ),
        key(
            "weeks",
            "positive",
            "weeks looked at, the newest ending with the night",
            "26",
            default=f"{_LEFT_OUT.weeks}",
        ),
        key(
            "hazard",
            "number",
            "chance that a rate changes from one week to the next",
            "0.06",
            default=f"{_LEFT_OUT.hazard:g}",
        ),
        key(
            "longest_gap",
            "span",
            "days from one wiped-out working day to the next that still are one spell",
            '"5d"',
            default=_LEFT_OUT.longest_gap.text,
        ),
        key(
            "longest_spell",
            "span",
            "days that one spell can span; a longer one begins anew",
            '"10d"',
            default=_LEFT_OUT.longest_spell.text,
        ),
        key(
            "wiped_share",
            "number",
            "a day is wiped out when at least this share of its sessions was late",
            "0.6",
            default=f"{_LEFT_OUT.wiped_share:g}",
        ),
        key(
            "second_day",
            "number",
            "what the second wiped-out day of a spell counts where it had one session, 0 to 1",
            "0.5",
            default=f"{_LEFT_OUT.second_day:g}",
        ),
        key(
            "min_events",
            "positive",
            "fewer independent events are too few to judge",
            "3",
            default=f"{_LEFT_OUT.min_events}",
        ),
        key(
            "exposure_by_hour",
            "flag",
            "sessions at hours at which everybody is late more often weigh more",
            "false",
            default="true",
        ),
        key(
            "hour_weight",
            "number",
            "hours are drawn towards the usual, as if so many late sessions had been usual",
            "20",
            default=f"{_LEFT_OUT.hour_weight:g}",
        ),
        key(
            "exposure_by_incident",
            "flag",
            "sessions of a day on which far more was lost everywhere weigh more",
            "false",
            default="true",
        ),
        key(
            "incident_ratio",
            "number",
            "such a day has at least so many times the usual late sessions",
            "2",
            default=f"{_LEFT_OUT.incident_ratio:g}",
        ),
        key(
            "incident_weight",
            "number",
            "counting so many usual ones on top, so that a small place has no incidents by chance",
            "20",
            default=f"{_LEFT_OUT.incident_weight:g}",
        ),
        key(
            "incident_days",
            "positive",
            "days before it whose median is usual",
            "28",
            default=f"{_LEFT_OUT.incident_days}",
        ),
        key(
            "confidence",
            "number",
            "how sure a range is that is told, a share",
            "0.9",
            default=f"{_LEFT_OUT.confidence:g}",
        ),
        inside(
            "prior",
            PRIOR,
            "what is expected with too few tutors to learn it from, and where learning begins",
            f"[{_PRIOR}]",
            default=f"[{_PRIOR}]",
        ),
        key(
            "min_tutors",
            "positive",
            "tutors needed to learn what to expect",
            "150",
            default=f"{_LEFT_OUT.min_tutors}",
        ),
        key(
            "keep_from",
            "number",
            "from this chance on a tutor's past chances are kept, and told about in full",
            "0.5",
            default=f"{_LEFT_OUT.keep_from:g}",
        ),
        key(
            "near_line",
            "length",
            "how far outside the line a cancellation is near it",
            '"2h"',
            default=_LEFT_OUT.near_line.text,
        ),
        key(
            "near_line_ratio",
            "number",
            "so many times the usual rate near the line is too often",
            "3",
            default=f"{_LEFT_OUT.near_line_ratio:g}",
        ),
        key(
            "near_line_odds",
            "number",
            "and so many times the usual odds of lying near it, not elsewhere around the line",
            "1.5",
            default=f"{_LEFT_OUT.near_line_odds:g}",
        ),
        key(
            "student_ratio",
            "number",
            "so many times the cancellations expected of a tutor's students are too many",
            "1.5",
            default=f"{_LEFT_OUT.student_ratio:g}",
        ),
        key(
            "habit_ratio",
            "number",
            "so many times the usual emergencies, or moved sessions, are a habit",
            "3",
            default=f"{_LEFT_OUT.habit_ratio:g}",
        ),
        key(
            "habit_days",
            "positive",
            "days in which a habit is looked for",
            "180",
            default=f"{_LEFT_OUT.habit_days}",
        ),
        key(
            "chain",
            "positive",
            "so many moves of one lesson are a reason by themselves",
            "3",
            default=f"{_LEFT_OUT.chain}",
        ),
        key(
            "quiet_after",
            "span",
            "a pair is quiet after so many days without a further booking",
            '"30d"',
            default=_LEFT_OUT.quiet_after.text,
        ),
        key(
            "quiet_pair_sessions",
            "positive",
            "sessions that make a pair",
            "3",
            default=f"{_LEFT_OUT.quiet_pair_sessions}",
        ),
        key(
            "quiet_ratio",
            "number",
            "so many times the usual share of pairs that go quiet is too many",
            "1.5",
            default=f"{_LEFT_OUT.quiet_ratio:g}",
        ),
    ),
)
