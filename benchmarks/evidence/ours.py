"""The product's own score over a simulated year: the chance on every night, and who is flagged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.evidence.world import BEFORE, DAYS, NIGHTS, REGIONS, Bools, Floats, Numbers, Year
from tutor_reliability.evidence.collapse import WorkingDays, collapse
from tutor_reliability.evidence.mixture import Mixture, fit
from tutor_reliability.evidence.runs import Point, Release, runs
from tutor_reliability.evidence.score import Points, Terms, ask, asked_days, may_reach
from tutor_reliability.evidence.windows import Asked, Course
from tutor_reliability.policy.model import Policy
from tutor_reliability.policy.model.evidence import Evidence

_MONTH = 30
_SAMPLED = 4_000
_ODD_HOUR_FACTOR = 1.45
_LAST = DAYS - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """When a rule of a policy begins to hold on a chance, and when it ends."""

    on: float
    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagging:
    """How a policy weighs evidence, and from what chance it asks for a review."""

    evidence: Evidence
    terms: Terms
    sessions: Threshold
    days: Threshold

    @classmethod
    def of(cls, policy: Policy) -> "Flagging":
        """Take what a policy says, so that what is measured is what runs."""
        its = policy.evidence
        terms = Terms(
            limit=its.limit, weeks=its.weeks, hazard=its.hazard, min_events=its.min_events
        )
        return cls(
            evidence=its,
            terms=terms,
            sessions=_threshold(policy, "late_sessions"),
            days=_threshold(policy, "wiped_days"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidenced:
    """Events and what they were among, for each working day, by tutor, then by day."""

    tutors: int
    tutor: Numbers
    day: Numbers
    events: Floats
    load: Floats

    def asked(self, terms: Terms) -> Points:
        """Ask for the chance on all days of the year on which it can be new."""
        course = Course.of(self.tutor, self.day, self.events, self.load)
        priors = [
            self._prior(month * _MONTH + BEFORE, terms) for month in range(NIGHTS // _MONTH + 1)
        ]
        happened = self.events > 0
        its_tutor, its_day = self.tutor[happened], self.day[happened]
        noted = self._noted(course, Asked(tutor=its_tutor, day=its_day), priors, terms)
        days = asked_days(its_tutor, its_day, tutors=noted, first=BEFORE, last=_LAST)
        return ask(course, days, prior_of=lambda day: priors[(day - BEFORE) // _MONTH], terms=terms)

    def _noted(self, course: Course, asked: Asked, priors: list[Mixture], terms: Terms) -> Numbers:
        """Give the tutors who may have reached the chance from which points are kept."""
        asked = asked.part(asked.day >= BEFORE)
        events, load = course.weeks(asked, terms.weeks)
        able = np.any(
            [may_reach(events, load, prior=one, terms=terms) for one in priors[::4]], axis=0
        )
        return np.unique(asked.tutor[able])

    def _prior(self, until: int, terms: Terms) -> Mixture:
        """Fit what to expect of tutors to the weeks before a day, as is done once a month."""
        inside = (self.day < until) & (self.day >= until - 7 * terms.weeks)
        inside &= self.tutor < _SAMPLED
        events = np.bincount(self.tutor[inside], self.events[inside], _SAMPLED).astype(float)
        load = np.bincount(self.tutor[inside], self.load[inside], _SAMPLED).astype(float)
        return fit(events, load, start=_start())


def late_sessions_and_wiped_days(
    year: Year, its: Evidence, *, hours: bool = True, incidents: bool = True
) -> tuple[Evidenced, Evidenced]:
    """Count independent events among comparable sessions, and wiped-out days among days."""
    usual = np.ones((REGIONS, DAYS))
    factor = (incident_factors(year, its) if incidents else usual)[year.region]
    odd = _ODD_HOUR_FACTOR if hours else 1.0
    tutor, day = np.nonzero(year.sessions)
    sessions = year.sessions[tutor, day].astype(float)
    once = collapse(
        WorkingDays(
            tutor=tutor,
            day=day,
            sessions=sessions,
            late=year.late[tutor, day].astype(float),
            load=(sessions + (odd - 1) * year.odd[tutor, day]) * factor[tutor, day],
            day_load=factor[tutor, day],
        ),
        longest_gap=its.longest_gap.number,
        longest_spell=its.longest_spell.number,
        wiped_share=its.wiped_share,
        second_day=its.second_day,
    )
    whole = len(year.sessions)
    return (
        Evidenced(tutors=whole, tutor=tutor, day=day, events=once.events, load=once.load),
        Evidenced(
            tutors=whole,
            tutor=tutor,
            day=day,
            events=once.begins.astype(float),
            load=once.days_load,
        ),
    )


def nightly(points: Points, tutors: int) -> NDArray[np.float32]:
    """Give the chance on every night, as it was asked last; tutors x nights."""
    chance = np.zeros((tutors, NIGHTS), dtype=np.float32)
    asked = np.zeros((tutors, NIGHTS), dtype=np.int32)
    nights = points.asked.day - BEFORE
    asked[points.asked.tutor, nights] = nights + 1
    chance[points.asked.tutor, nights] = points.chance
    latest = np.maximum.accumulate(asked, axis=1) - 1
    rows = np.arange(tutors)[:, None]
    filled: NDArray[np.float32] = np.where(latest >= 0, chance[rows, np.maximum(latest, 0)], 0.0)
    return filled


def standing(points: Points, tutors: int, threshold: Threshold) -> Bools:
    """Tell on which nights each tutor stood flagged; tutors x nights."""
    found = np.zeros((tutors, NIGHTS), dtype=np.bool_)
    reached = np.unique(points.asked.tutor[points.chance >= threshold.on])
    begins = np.searchsorted(points.asked.tutor, reached)
    ends = np.searchsorted(points.asked.tutor, reached, side="right")
    for tutor, mine in zip(reached, map(slice, begins, ends), strict=True):
        its = [
            Point(day=int(day), chance=float(chance))
            for day, chance in zip(points.asked.day[mine], points.chance[mine], strict=True)
        ]
        for run in runs(its, on=threshold.on, release=threshold.release):
            until = NIGHTS if run.ends is None else run.ends - BEFORE
            found[tutor, run.begins - BEFORE : until] = True
    return found


def _threshold(policy: Policy, signal: str) -> Threshold:
    """Find from what chance of a signal a policy asks for a review."""
    for rule in policy.rules:
        asked = rule.when[0]
        if rule.severity == "review" and policy.meter(asked.meter).signal == signal:
            ends = rule.effect.release
            if ends is None:
                break
            release = Release(below=ends.below, days=ends.lasts.number)
            return Threshold(on=asked.number, release=release)
    raise LookupError(f"{policy.id} asks for no review by {signal} with a release")


def incident_factors(year: Year, its: Evidence) -> Floats:
    """Give for each region and day how many times more than usual was late, if it stands out."""
    late, sessions = (
        np.array([one[year.region == place].sum(axis=0) for place in range(REGIONS)], dtype=float)
        for one in (year.late, year.sessions)
    )
    rates = late.sum(axis=0) / np.maximum(sessions.sum(axis=0), 1)
    factors = np.ones((REGIONS, DAYS))
    for day in range(7, DAYS):
        usual = sessions[:, day] * np.median(rates[max(0, day - its.incident_days) : day])
        seen = (its.incident_weight + late[:, day]) / (its.incident_weight + usual)
        factors[:, day] = np.where(seen >= its.incident_ratio, late[:, day] / usual, 1.0)
    return factors


def _start() -> Mixture:
    parts = Evidence().prior
    return Mixture(
        weights=tuple(one.share for one in parts),
        shapes=tuple(one.shape for one in parts),
        rates=tuple(one.sessions for one in parts),
    )
