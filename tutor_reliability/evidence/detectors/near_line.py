"""Bunching just outside the line: cancellations that come as late as they may without counting.

Two things must hold. The tutor cancels there far more often than peers do; and more of the tutor's
cancellations around the line lie just outside it than of theirs. The first alone would name whoever
cancels much and early; the second alone whoever cancelled thrice. What share is usual is estimated
from peers: a reminder by mail, or the policy itself, bunches everybody.
"""

from dataclasses import dataclass

from tutor_reliability.evidence.detectors.peers import but_the_most, usual_rate, usual_share
from tutor_reliability.evidence.mixture import Floats, Mixture, tail
from tutor_reliability.evidence.ratio import (
    ONE_KIND,
    bounds,
    learn,
    scaled_odds,
    share_above,
)
from tutor_reliability.pooling import Prior

INSIDE, OUTSIDE = 3, 4
"""The neighbourhood: so many times the width of "just outside" inside the line, and outside it.

For two hours outside 24 it is [18, 32) hours.
"""
WHOLE_HOUR_SECONDS = 120
"""Notices this close to a whole hour are left out: people and programs round."""
_NOTHING_KNOWN = Prior(late=0.5, kept=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """How some tutors' sessions were cancelled; one figure a tutor.

    Attributes:
        near: Cancellations just outside the line.
        around: Cancellations in its neighbourhood, those included.
        sessions: Sessions that the tutor could have cancelled.
    """

    near: Floats
    around: Floats
    sessions: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class NearLinePeers:
    """What peers do.

    Attributes:
        rate: Cancellations just outside the line, a session.
        share: Of their cancellations around the line, the share just outside.
        spread: How the tutors' own ratios to the rate spread.
        tutors: Tutors that this was learnt from; 0: too few, and `spread` is not learnt.
    """

    rate: float
    share: float
    spread: Mixture
    tutors: int

    @classmethod
    def of(cls, seen: Notices, *, fewest: int) -> "NearLinePeers":
        """Learn it from tutors."""
        usual = but_the_most(seen.near, seen.sessions)
        rate = usual_rate(seen.near[usual], seen.sessions[usual])
        spread, tutors = learn(seen.near, seen.sessions * rate, start=ONE_KIND, fewest=fewest)
        share = usual_share(seen.near[usual], seen.around[usual])
        return cls(rate=rate, share=share, spread=spread, tutors=tutors)

    def chance(self, seen: Notices, *, ratio: float, odds: float) -> Floats:
        """Give the probability that both hold.

        Args:
            seen: The tutors.
            ratio: So many times the peers' rate is far more often.
            odds: So many times the peers' odds of lying just outside is more of them.
        """
        often = tail(seen.near, seen.sessions * self.rate, self.spread, ratio)
        share = scaled_odds(self.share, odds)
        both: Floats = often * share_above(seen.near, seen.around, _NOTHING_KNOWN, share)
        return both

    def bounds(self, seen: Notices, confidence: float) -> tuple[Floats, Floats]:
        """Bound a tutor's own rate of cancellations just outside the line, a session."""
        expected = seen.sessions * self.rate
        low, high = bounds(seen.near, expected, self.spread, confidence=confidence)
        return low * self.rate, high * self.rate
