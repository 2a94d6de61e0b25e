"""What is believed of current rates, as a mixture of gammas; and the rate below which a share is.

One row a tutor has a part for each week that may be the first of the current rate and each kind of
tutor. Such a mixture has no inverse. The parts that matter most lead near, two steps along the
slope of all of them lead there; what is given is the middle of the cell of a fixed grid, so that
the way there does not show.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc, gammaln

from tutor_reliability.evidence.mixture import Floats, Mixture, posterior, responsibilities
from tutor_reliability.evidence.windows import Numbers

_OF_NO_WEIGHT = 1e-6
_OF_LITTLE_WEIGHT = 3e-3
_GRID = 2.0**22
_FEW, _MANY = 12, 60
_NEAR, _CLOSE, _LEAST = 1e-3, 1e-7, 1e-3
_LEAST_RATE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Gamma distributions by row; one figure a part.

    Attributes:
        row: Which row it is of.
        rows: How many there are.
        weight: What it counts for.
        shape: Its shape.
        rate: Its rate, in sessions.
        level: Logarithm of its density's constant.
    """

    row: Numbers
    rows: int
    weight: Floats
    shape: Floats
    rate: Floats
    level: Floats

    def below(self, bound: Floats) -> tuple[Floats, Floats]:
        """Give the weight below a bound, and how fast that grows; one figure a row each."""
        at = self.rate * bound[self.row]
        with np.errstate(divide="ignore"):
            density = np.exp(self.level + (self.shape - 1.0) * np.log(at) - at)
        return self._of_rows(gammainc(self.shape, at)), self._of_rows(density)

    def part(self, rows: np.ndarray) -> "_Parts":
        """Give the parts of some rows, numbered anew."""
        chosen = rows[self.row]
        number = np.cumsum(rows) - 1
        return _Parts(
            row=number[self.row[chosen]],
            rows=int(rows.sum()),
            weight=self.weight[chosen],
            shape=self.shape[chosen],
            rate=self.rate[chosen],
            level=self.level[chosen],
        )

    def heavy(self, least: float) -> "_Parts":
        """Give the parts that count for more than so much."""
        chosen = self.weight > least
        return _Parts(
            row=self.row[chosen],
            rows=self.rows,
            weight=self.weight[chosen],
            shape=self.shape[chosen],
            rate=self.rate[chosen],
            level=self.level[chosen],
        )

    def whole(self) -> Floats:
        """Give the weight of each row."""
        return self._of_rows(np.ones(len(self.row)))

    def mean(self) -> Floats:
        """Give the mean of each row."""
        return self._of_rows(self.shape / self.rate) / np.maximum(self.whole(), _OF_NO_WEIGHT)

    def _of_rows(self, figures: Floats) -> Floats:
        """Sum figures of parts by what they count for; one figure a row."""
        found = np.bincount(self.row, self.weight * figures, minlength=self.rows)
        return found.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Believed:
    """What is believed of some tutors' current rates; one row a tutor."""

    _parts: _Parts

    @classmethod
    def of(
        cls, since_events: Floats, since_exposure: Floats, weights: Floats, prior: Mixture
    ) -> "Believed":
        """Put it together.

        Args:
            since_events: Events from the newest week back to each; one row a tutor.
            since_exposure: Sessions alike.
            weights: How likely each week is the first of the current rate.
            prior: What to expect of tutors.
        """
        believed = weights[..., None] * responsibilities(since_events, since_exposure, prior)
        tutors, weeks, kinds = np.nonzero(believed > _OF_NO_WEIGHT)
        shape, rate = (
            one[tutors, weeks, kinds] for one in posterior(since_events, since_exposure, prior)
        )
        return cls(
            _Parts(
                row=tutors,
                rows=len(since_events),
                weight=believed[tutors, weeks, kinds],
                shape=shape,
                rate=rate,
                level=np.log(rate) - gammaln(shape),
            )
        )

    def below(self, share: float) -> Floats:
        """Give the rates below which so much is believed; one a tutor, to a part of the grid."""
        heavy = self._parts.heavy(_OF_LITTLE_WEIGHT)
        near = _found(heavy, share, heavy.mean(), steps=_FEW, close=_NEAR)
        found = _found(self._parts, share, near, steps=_MANY, close=_CLOSE)
        cells: Floats = (np.minimum(np.floor(found * _GRID), _GRID - 1) + 0.5) / _GRID
        return cells


def _found(parts: _Parts, share: float, begin: Floats, *, steps: int, close: float) -> Floats:
    """Follow the slope to where so much lies below; halve where that leads out of what is known."""
    found, asked = np.clip(begin, _LEAST_RATE, 1 - _LEAST_RATE), share * parts.whole()
    low, high = np.zeros(parts.rows), np.ones(parts.rows)
    going = np.ones(parts.rows, dtype=np.bool_)
    for _ in range(steps):
        rows = np.flatnonzero(going)
        if not len(rows):
            break
        now = found[rows]
        level, slope = parts.part(going).below(now)
        is_low = level < asked[rows]
        low[rows] = np.where(is_low, now, low[rows])
        high[rows] = np.where(is_low, high[rows], now)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            new = now - (level - asked[rows]) / slope
        there = np.abs(new - now) <= close * np.maximum(now, _LEAST)
        inside = there | ((new > low[rows]) & (new < high[rows]))
        found[rows] = np.where(inside, new, (low[rows] + high[rows]) / 2)
        going[rows] = ~there
    return found
