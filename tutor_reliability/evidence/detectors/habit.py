"""A habit: something that each tutor does now and then, and one does far more often than peers.

For emergencies and for moved sessions: single ones are nothing, and each may be true.
"""

from dataclasses import dataclass

from tutor_reliability.evidence.detectors.peers import but_the_most, usual_rate
from tutor_reliability.evidence.mixture import Floats, Mixture, tail
from tutor_reliability.evidence.ratio import TWO_KINDS, bounds, learn


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitPeers:
    """What peers do.

    Attributes:
        rate: Events a trial.
        spread: How the tutors' own ratios to it spread.
        tutors: Tutors that this was learnt from; 0: too few, and `spread` is not learnt.
    """

    rate: float
    spread: Mixture
    tutors: int

    @classmethod
    def of(cls, events: Floats, trials: Floats, *, fewest: int) -> "HabitPeers":
        """Learn it from tutors' events and trials, one figure a tutor."""
        usual = but_the_most(events, trials)
        rate = usual_rate(events[usual], trials[usual])
        spread, tutors = learn(events, trials * rate, start=TWO_KINDS, fewest=fewest)
        return cls(rate=rate, spread=spread, tutors=tutors)

    def chance(self, events: Floats, trials: Floats, ratio: float) -> Floats:
        """Give the probability that a tutor's own rate is so many times the peers'."""
        return tail(events, trials * self.rate, self.spread, ratio)

    def bounds(self, events: Floats, trials: Floats, confidence: float) -> tuple[Floats, Floats]:
        """Bound a tutor's own rate, events a trial."""
        low, high = bounds(events, trials * self.rate, self.spread, confidence=confidence)
        return low * self.rate, high * self.rate
