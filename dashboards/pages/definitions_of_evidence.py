"""The numbers of evidence: in words, as a formula, what each leaves out, and worked once."""

import numpy as np

from dashboards import words
from dashboards.pages.definition import Definition
from tutor_reliability.evidence.mixture import Mixture
from tutor_reliability.evidence.score import Terms, judge
from tutor_reliability.policy.model import Evidence

_NOW_WEEKS, _NOW, _BEFORE = 4, 40.0, 92


def of_evidence(terms: Evidence) -> tuple[Definition, ...]:
    """Define them with the policy's own values."""
    return (_score(terms), _spells(terms), *_weights(terms), *_lists(terms))


def _score(terms: Evidence) -> Definition:
    limit = words.limit(terms.limit)
    return Definition(
        name="score",
        title="Chance that the current rate is above the limit",
        says="How sure we are that a tutor now cancels late too often: not over a fixed window, "
        "but since the rate last changed, if it did. Each week is weighed as the first of the "
        "current rate, and so is no change at all.",
        formula="P(rate now > limit) = Σ over weeks k: P(rate began k weeks ago) · "
        "P(rate > limit | events and load since)",
        over=f"{terms.weeks} weeks of 7 days that end tonight; a limit of {limit}; a rate changes "
        f"with a chance of {words.limit(terms.hazard)} a week",
        leaves_out=f"tutors with fewer than {terms.min_events} separate events: too few to judge, "
        "a state of its own. Nothing is carried from night to night",
        example=f"8 separate events in 40 sessions of the last four weeks, 1 in {_BEFORE} before: "
        f"{_worked(terms, 8)} with the policy's own prior; 5 instead of 8: {_worked(terms, 5)}",
    )


def _worked(terms: Evidence, seen: int) -> str:
    """Work the example: so many events in the newest four weeks, one long before."""
    weeks = np.arange(terms.weeks)
    newest = weeks < _NOW_WEEKS
    earlier = max(terms.weeks - _NOW_WEEKS, 1)
    load = np.where(newest, _NOW / _NOW_WEEKS, _BEFORE / earlier)
    events = np.where(newest, seen / _NOW_WEEKS, (weeks == terms.weeks - 1).astype(np.float64))
    found = judge(
        events[None],
        load[None],
        prior=Mixture(
            weights=tuple(one.share for one in terms.prior),
            shapes=tuple(one.shape for one in terms.prior),
            rates=tuple(one.sessions for one in terms.prior),
        ),
        terms=Terms(
            limit=terms.limit,
            weeks=terms.weeks,
            hazard=terms.hazard,
            min_events=terms.min_events,
        ),
    )
    return words.chance(float(found.current.chance_over_limit[0]))


def _spells(terms: Evidence) -> Definition:
    return Definition(
        name="spells",
        title="Separate events, and spells",
        says="A tutor who is ill cancels a week at once: that is one bad thing that happened. "
        "Working days lost together are one event on one trial, in both rates: late "
        "cancellations among sessions, and wiped-out days among working days.",
        formula=f"a day is wiped out at {words.limit(terms.wiped_share)} of its sessions late; "
        f"wiped-out days up to {terms.longest_gap.words} apart are one spell; in late "
        f"cancellations the second day of a spell counts {terms.second_day:g} more where it had "
        "one session: illness, or another cancellation",
        leaves_out=f"a spell longer than {terms.longest_spell.words} begins anew; a day partly "
        "taught stays session by session",
        example="7 sessions lost from Friday to Sunday: one event. 3 lost on 3 different Tuesdays, "
        "of two each: three",
    )


def _weights(terms: Evidence) -> tuple[Definition, ...]:
    return (
        Definition(
            name="load",
            title="Load: sessions made comparable",
            says="A session at an hour, or on a day and in a place, at which everybody loses more "
            "says less of the tutor: it weighs more among the trials.",
            formula="load = sessions · factor of the hour · factor of the incident",
            over=f"a day is an incident at {terms.incident_ratio:g} times the usual rate of the "
            f"{terms.incident_days} days before it",
            leaves_out="displayed rates: they are plain counts",
            example="an outage day on which everybody lost 30 %: nearly no evidence against anyone",
        ),
        Definition(
            name="prior",
            title="What is expected before looking (prior)",
            says="Most tutors are ordinary, a few are not. Two kinds with a share and a mean rate "
            "each are learnt from all tutors once a month, so that nobody's chance moves because "
            "others left.",
            formula="rate ~ share₁ · Gamma(shape₁, sessions₁) + share₂ · Gamma(shape₂, sessions₂)",
            leaves_out=f"with fewer than {words.some(terms.min_tutors, 'tutor')} the policy's own "
            "prior is used, and the table says so",
        ),
        Definition(
            name="sides",
            title="Side detectors",
            says="What a late rate cannot see: cancellations just outside the line, late ones in "
            "students' names, emergencies, moves, pairs that went quiet. Each is a reason of its "
            "own and never part of a score.",
            formula="P(own share > k · usual share), each with its own k",
            over=f"k: {terms.near_line_ratio:g} near the line, {terms.student_ratio:g} in "
            f"students' names, {terms.habit_ratio:g} for habits, "
            f"{terms.quiet_ratio:g} for pairs gone quiet",
            leaves_out="whatever follows: they ask a person, or mark; none restricts",
        ),
    )


def _lists(terms: Evidence) -> tuple[Definition, ...]:
    return (
        Definition(
            name="doubt",
            title="Expected to be false",
            says="How many of tonight's accounts on evidence are within the limit after all, on "
            "average. It is true of the list whatever its length; it says nothing of one account.",
            formula="Σ (1 − chance) over the accounts on evidence",
            leaves_out="a second reason of the same account: it counts once, by the higher chance",
            example="chances of 95 %, 90 % and 99 %: 0.16 of 3",
        ),
        Definition(
            name="kept",
            title="Whether chances keep their word",
            says="Of those said to be above the limit with a chance of 90 to 95 %, about so many "
            "should be. Held against simulated tutors whose true rate is known, and against what "
            "happened later.",
            formula="share above the limit, by bands of the chance",
            leaves_out="rates of flagged tutors before and after the flag: whoever is flagged at "
            "a peak looks better later whatever anybody did (regression to the mean), so no page "
            "shows them",
        ),
        Definition(
            name="ratio",
            title="Flagged, against what the sessions would give",
            says="Whether a group of tutors is flagged more often than its numbers of sessions "
            "alone would make it.",
            formula="flagged / Σ over its tutors: flag rate of all tutors with about as many "
            "sessions",
            over=f"{terms.weeks} weeks; ranges are exact (Clopper and Pearson 1934; Garwood 1936)",
            leaves_out="groups of fewer than 10 tutors, and tutors without a session",
            example="4 flagged where 2.5 were to be expected: 1.6 times, exact range 0.4 to 4.1",
        ),
    )
