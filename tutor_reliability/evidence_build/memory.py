"""What the last night left: whose past points stand as they are, and who is asked anew.

A past point rests on the tutor's days and late sessions up to it, on what was expected of tutors in
its month, on the policy and on this program. Where all of that is what it was, so is the point; a
digest of each tutor's days tells. Nothing else is carried: without memory, everything is asked anew
and comes out the same.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl
import scipy

from tutor_reliability.evidence.mixture import Mixture
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import SIGNALS, Counted, ordinals
from tutor_reliability.evidence_build.exposure import Models
from tutor_reliability.evidence_build.priors import Known, Prior, Priors
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.span import Span
from tutor_reliability.program import program_of

_NEVER = date(1, 1, 1)
_BEFORE = 28
"""Days before the last night that a spell which goes on may have begun in."""
_MODELS = (
    "stage.exposure_daily",
    "stage.exposure_weights",
    "stage.evidence_days",
    "stage.evidence_digests",
    "stage.evidence_sessions",
    "stage.evidence_taught",
    "stage.evidence_tutors",
    "review.exposure_factors",
)
_CHANGED = """
select tutor.number
from stage.evidence_tutors as tutor
left join stage.evidence_digests as now on tutor.number = now.number
left join review.evidence_digests as before on tutor.tutor_id = before.tutor_id
where coalesce(now.until_last, 0) <> coalesce(before.digest, 0)
order by tutor.number
"""
_BEGUN = """
select tutor.number, point.signal, min(point.day) as day
from review.signal_points as point
inner join stage.evidence_tutors as tutor on point.tutor_id = tutor.tutor_id
group by tutor.number, point.signal
"""
_DIGESTS = """
insert into review.evidence_digests by name
select tutor.tutor_id, digests.digest
from stage.evidence_digests as digests
inner join stage.evidence_tutors as tutor on digests.number = tutor.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the last night left; days are numbers.

    Attributes:
        last: That night; None where nothing of it holds.
        changed: Tutors of whom anything up to then is not what it was.
        begun: The first day each tutor has a point of, -1 without any; by signal.
        priors: What was expected of tutors.
    """

    last: int | None
    changed: Numbers
    begun: dict[str, Numbers]
    priors: Known

    def asked_from(self, priors: list[Priors], late: Counted, span: Span, tutors: int) -> Numbers:
        """Give the first day that each tutor is asked about anew; the day after tonight: none.

        Args:
            priors: What is expected of tutors now.
            late: The days with a late session.
            span: Which days are looked at.
            tutors: How many tutors there are.
        """
        first, tonight = span.points_from.toordinal(), span.as_of.toordinal()
        if self.last is None:
            return np.full(tutors, first)
        everybody = min([self.last + 1, *(self._first_changed(one) for one in priors)])
        if everybody >= tonight:
            everybody = tonight + 1
        since = np.full(tutors, everybody)
        since[self.changed] = first
        since[_may_have_changed(late, self.last)] = first
        asked: Numbers = np.where(since <= tonight, np.minimum(since, self.last), since)
        return asked

    def _first_changed(self, priors: Priors) -> int:
        """Give the first day on which something else is expected of tutors than it was."""
        days = [
            one.fitted_until.toordinal() + 1
            for one in priors.months
            if (known := self.priors.get((priors.signal, one.fitted_until))) is not None
            and known.mixture != one.mixture
        ]
        return min(days, default=priors.span.as_of.toordinal())


def recall(question: Question, tutors: int) -> Memory:
    """Tell what of the last night holds tonight; makes stage.evidence_digests.

    Args:
        question: The night.
        tutors: How many tutors there are.
    """
    last = _last(question)
    question.stage("stage.evidence_digests", last_as_of=last or _NEVER)
    begun = {signal: np.full(tutors, -1, dtype=np.int64) for signal in SIGNALS}
    if last is None:
        return Memory(last=None, changed=np.zeros(0, dtype=np.int64), begun=begun, priors={})
    points = question.opened.frame(_BEGUN)
    for signal, days in begun.items():
        its = points.filter(pl.col("signal") == signal)
        days[its["number"].to_numpy()] = ordinals(its["day"])
    return Memory(
        last=last.toordinal(),
        changed=question.opened.frame(_CHANGED)["number"].to_numpy().astype(np.int64),
        begun=begun,
        priors=_priors(question),
    )


def remember(question: Question) -> None:
    """Write down what the points stand for now."""
    question.opened.con.execute("delete from review.evidence_digests")
    question.opened.con.execute(_DIGESTS)
    row = {**_stands_for(question), "as_of": question.night.as_of}
    question.opened.fill("review.evidence_builds", [row])


def _may_have_changed(late: Counted, last: int) -> Numbers:
    """Give the tutors of whom what is new may say something else of a spell that was excused."""
    days, near = late.days, late.days.day > last - _BEFORE
    excused = days.excused if days.excused is not None else np.zeros_like(days.late)
    return np.intersect1d(
        days.tutor[days.day > last], days.tutor[near & (days.day <= last) & (excused > 0)]
    )


def _last(question: Question) -> date | None:
    """Give the last night whose points may stand tonight."""
    found = question.opened.row(
        "select policy_fingerprint, code_fingerprint, points_from, as_of "
        "from review.evidence_builds"
    )
    if not found or found[:3] != tuple(_stands_for(question).values()):
        return None
    last: date = found[3]
    return last if last <= question.night.as_of else None


def _stands_for(question: Question) -> dict[str, object]:
    return {
        "policy_fingerprint": question.book.fingerprint,
        "code_fingerprint": program(question.models),
        "points_from": question.span.points_from,
    }


def program(models: Models) -> str:
    """Name the program that weighs: what another one kept is not taken over."""
    return _program(tuple(map(models, _MODELS)))


@cache
def _program(models: tuple[str, ...]) -> str:
    parts = (program_of("evidence", "evidence_build"), np.__version__, scipy.__version__)
    return hashlib.sha256("\n".join((*parts, *models)).encode()).hexdigest()[:16]


def _priors(question: Question) -> Known:
    """Read what was expected of tutors, by signal and month."""
    rows = question.opened.frame(
        "select * from review.priors where learnt_from is not null "
        "order by signal, fitted_until, component"
    )
    found: Known = {}
    for key, of_month in rows.group_by("signal", "fitted_until", maintain_order=True):
        one = of_month.row(0, named=True)
        mixture = Mixture(
            weights=tuple(of_month["share"]),
            shapes=tuple(of_month["shape"]),
            rates=tuple(of_month["rate"]),
        )
        found[str(key[0]), one["fitted_until"]] = Prior(
            mixture=mixture,
            **{
                name: one[name]
                for name in ("fitted_until", "tutors", "fallback", "loglik", "learnt_from")
            },
        )
    return found
