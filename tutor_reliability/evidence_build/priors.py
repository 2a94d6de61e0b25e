"""What to expect of tutors, learnt month by month from the weeks before the month begins.

Frozen for a month, so that a chance does not move with everybody else's; learnt from a sample
that does not ask what became of a tutor, so that it does not forget those who were held back.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np

from tutor_reliability.evidence.mixture import Floats, Mixture, fit, log_marginals
from tutor_reliability.evidence.score import PriorOf
from tutor_reliability.evidence.windows import Asked, Course
from tutor_reliability.evidence_build.days import Counted
from tutor_reliability.evidence_build.span import Span
from tutor_reliability.policy.model import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is expected after a day.

    Attributes:
        fitted_until: The last day it was learnt from.
        mixture: Kinds of tutors, ordinary ones first.
        tutors: Tutors it was learnt from.
        fallback: Whether they were too few, and it is the policy's own.
        loglik: Mean log likelihood of a tutor; None for a fallback.
        learnt_from: Digest of the figures it was learnt from.
    """

    fitted_until: date
    mixture: Mixture
    tutors: int
    fallback: bool
    loglik: float | None
    learnt_from: str


Known = dict[tuple[str, date], Prior]
"""Priors by signal and the last day they were learnt from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """The priors of one signal, by month."""

    signal: str
    months: tuple[Prior, ...]
    span: Span

    def of(self) -> PriorOf:
        """Give what finds the prior of a day, as the score asks for it."""
        by_month = {one.fitted_until: one.mixture for one in self.months}
        return lambda day: by_month[self.span.fitted_until(date.fromordinal(day))]

    @property
    def tonight(self) -> Mixture:
        """The prior of tonight."""
        return self.months[-1].mixture

    def all(self) -> list[Mixture]:
        """Each prior once."""
        return list(dict.fromkeys(one.mixture for one in self.months))


def of_policy(terms: Evidence) -> Mixture:
    """Give the policy's own prior."""
    return Mixture(
        weights=tuple(one.share for one in terms.prior),
        shapes=tuple(one.shape for one in terms.prior),
        rates=tuple(one.sessions for one in terms.prior),
    )


def learn(
    signal: str, sample: Counted, *, terms: Evidence, span: Span, known: Known | None = None
) -> Priors:
    """Learn the priors of a signal.

    Args:
        signal: One of the two rates.
        sample: All days of the tutors to learn from, numbered from 0.
        terms: The numbers of the policy's `[evidence]`.
        span: Which days are looked at.
        known: What was learnt before, under the same terms: from the same figures it is the same.
    """
    days = sample.days
    course = Course.of(days.tutor, days.day, sample.events(signal), sample.load(signal))
    tutors = np.unique(days.tutor)
    months = []
    for until in span.months():
        asked = Asked(tutor=tutors, day=np.full(len(tutors), until.toordinal()))
        events, load = (one.sum(axis=1) for one in course.weeks(asked, terms.weeks))
        seen = load > 0
        before = (known or {}).get((signal, until))
        months.append(_month(until, events[seen], load[seen], terms, before))
    return Priors(signal=signal, months=tuple(months), span=span)


def _month(
    until: date, events: Floats, load: Floats, terms: Evidence, before: Prior | None
) -> Prior:
    learnt_from = hashlib.sha256(events.tobytes() + load.tobytes()).hexdigest()[:16]
    if before is not None and before.learnt_from == learnt_from:
        return before
    start, tutors = of_policy(terms), len(events)
    if tutors < terms.min_tutors:
        return Prior(
            fitted_until=until,
            mixture=start,
            tutors=tutors,
            fallback=True,
            loglik=None,
            learnt_from=learnt_from,
        )
    mixture = fit(events, load, start=start)
    joint = log_marginals(events, load, mixture) + np.log(mixture.weights)
    return Prior(
        fitted_until=until,
        mixture=mixture,
        tutors=tutors,
        fallback=False,
        loglik=float(np.logaddexp.reduce(joint, axis=-1).mean()),
        learnt_from=learnt_from,
    )
