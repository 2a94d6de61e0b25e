"""What to expect of tutors, learnt month by month from the weeks before the month begins.

Frozen for a month, so that a chance does not move with everybody else's; learnt from a sample
that does not ask what became of a tutor, so that it does not forget those who were held back.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tutor_reliability.evidence.mixture import Mixture, fit, log_marginals
from tutor_reliability.evidence.score import PriorOf
from tutor_reliability.evidence.windows import Asked, Course, Numbers
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
    """

    fitted_until: date
    mixture: Mixture
    tutors: int
    fallback: bool
    loglik: float | None


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


def learn(signal: str, sample: Counted, *, terms: Evidence, span: Span) -> Priors:
    """Learn the priors of a signal.

    Args:
        signal: One of the two rates.
        sample: All days of the tutors to learn from, numbered from 0.
        terms: The numbers of the policy's `[evidence]`.
        span: Which days are looked at.
    """
    days = sample.days
    course = Course.of(
        days.tutor, days.day, sample.events(signal), sample.load(signal), weeks=terms.weeks
    )
    tutors = np.unique(days.tutor)
    months = tuple(_month(until, course, tutors, terms) for until in span.months())
    return Priors(signal=signal, months=months, span=span)


def _month(until: date, course: Course, tutors: Numbers, terms: Evidence) -> Prior:
    asked = Asked(tutor=tutors, day=np.full(len(tutors), until.toordinal()))
    events, load = (one.sum(axis=1) for one in course.weeks(asked, terms.weeks))
    seen = load > 0
    start = of_policy(terms)
    if seen.sum() < terms.min_tutors:
        return Prior(
            fitted_until=until, mixture=start, tutors=int(seen.sum()), fallback=True, loglik=None
        )
    mixture = fit(events[seen], load[seen], start=start)
    joint = log_marginals(events[seen], load[seen], mixture) + np.log(mixture.weights)
    return Prior(
        fitted_until=until,
        mixture=mixture,
        tutors=int(seen.sum()),
        fallback=False,
        loglik=float(np.logaddexp.reduce(joint, axis=-1).mean()),
    )
