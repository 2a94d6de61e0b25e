"""What is believed of a tutor's current rate, by plain arithmetic: what `explain` shows.

The same as `change` does for all tutors at once, written a second time, week by week, so that a
chance can be followed and each of the two checks the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, fsum, lgamma, log

from tutor_reliability.evidence_again.gamma import share_above, share_below

_HALVINGS = 40
_OF_NO_WEIGHT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of tutors to expect, a row of review.priors: how many are of it, and its gamma."""

    share: float
    shape: float
    rate: float

    def log_likelihood(self, events: float, load: float) -> float:
        """Say how well it foretells so many events among so many trials, with its share."""
        grown = lgamma(self.shape + events) - lgamma(self.shape)
        known = self.shape * log(self.rate) - (self.shape + events) * log(self.rate + load)
        return log(self.share) + grown + known


@dataclass(frozen=True, slots=True)
class Weeks:
    """Separate events and the load they were among, each week's, newest first."""

    events: Sequence[float]
    load: Sequence[float]

    def from_newest_back(self) -> list[tuple[float, float]]:
        """Add up events and load from the newest week back to each."""
        return list(zip(accumulate(self.events), accumulate(self.load), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed of one tutor's current rate.

    Attributes:
        starts: The chance of each week to be the first of that rate, newest first; the last is
            "no change".
        parts: Gamma distributions of the rate, each as its weight, shape and rate.
    """

    starts: Sequence[float]
    parts: Sequence[tuple[float, float, float]]

    def chance_above(self, limit: float) -> float:
        """Give the chance that the rate is above a limit."""
        return fsum(
            weight * share_above(shape, rate * limit)
            for weight, shape, rate in self.parts
            if weight > _OF_NO_WEIGHT
        )

    def bound(self, share: float, *, most: float = 1.0) -> float:
        """Give the rate below which it lies with a chance, by halving; 0 to the most it can be."""
        parts = [one for one in self.parts if one[0] > _OF_NO_WEIGHT]
        low, high = 0.0, most
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            under = fsum(w * share_below(shape, rate * middle) for w, shape, rate in parts)
            low, high = (middle, high) if under < share else (low, middle)
        return (low + high) / 2

    @property
    def mean(self) -> float:
        """The rate to expect."""
        return fsum(weight * shape / rate for weight, shape, rate in self.parts)

    @property
    def since_week(self) -> int:
        """The likeliest first week of the current rate; 1 is the newest, the last: no change."""
        return max(range(len(self.starts)), key=lambda week: self.starts[week]) + 1


def weighed_starts(happened: Weeks, kinds: Sequence[Kind], hazard: float) -> list[float]:
    """Weigh each week as the first of the current rate; the last is "no change".

    Args:
        happened: What happened, with nothing excused.
        kinds: What to expect of tutors.
        hazard: Chance that the rate changes at the start of a week.
    """
    return _shares(list(_start_logs(happened, kinds, hazard)))


def believed(weeks: Weeks, starts: Sequence[float], kinds: Sequence[Kind]) -> Belief:
    """Weigh each kind of tutors over each start of the current rate.

    Args:
        weeks: What counts.
        starts: The chance of each week to be the first of the current rate; see `weighed_starts`.
        kinds: What to expect of tutors.
    """
    parts = []
    for start, (events, load) in zip(starts, weeks.from_newest_back(), strict=True):
        if start > _OF_NO_WEIGHT:
            of_kinds = _shares([kind.log_likelihood(events, load) for kind in kinds])
            parts += [
                (start * share, kind.shape + events, kind.rate + load)
                for kind, share in zip(kinds, of_kinds, strict=True)
            ]
    return Belief(starts=starts, parts=parts)


def _start_logs(happened: Weeks, kinds: Sequence[Kind], hazard: float) -> Iterator[float]:
    """Say how well each week, as the first of the current rate, foretells all that happened."""
    sums = happened.from_newest_back()
    all_events, all_load = sums[-1]
    for age, (events, load) in enumerate(sums):
        now = age * log(1 - hazard) + _foretold(events, load, kinds)
        if age == len(sums) - 1:
            yield now
        else:
            earlier = _foretold(all_events - events, max(all_load - load, 0.0), kinds)
            yield log(hazard) + now + earlier


def _foretold(events: float, load: float, kinds: Sequence[Kind]) -> float:
    logs = [kind.log_likelihood(events, load) for kind in kinds]
    most = max(logs)
    return most + log(fsum(exp(one - most) for one in logs))


def _shares(logs: Sequence[float]) -> list[float]:
    """Turn logarithms of weights into shares of their sum."""
    most = max(logs)
    weights = [exp(one - most) for one in logs]
    whole = fsum(weights)
    return [one / whole for one in weights]
