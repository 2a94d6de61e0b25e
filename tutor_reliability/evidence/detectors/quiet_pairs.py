"""Pairs that went quiet after the tutor cancelled, though the student went on with others.

Students stop for many reasons. So a tutor's share is held against that of peers' pairs after any
cancellation, whoever made it; and where pairs of this tutor go quiet more often than peers' even
without a cancellation, what is expected after one is raised by as much. It shows no reason.
"""

from dataclasses import dataclass

import numpy as np

from tutor_reliability.evidence.detectors.peers import but_the_most, usual_share
from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.ratio import (
    learn_shares,
    scaled_odds,
    share_above,
    share_bounds,
)
from tutor_reliability.pooling import Prior


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietPeers:
    """What peers' pairs do.

    Attributes:
        share: Of pairs after any cancellation, those that went quiet.
        spread: How the tutors' own shares after their own cancellations spread.
        own_spread: How the tutors' own shares after held sessions spread.
        tutors: Tutors that this was learnt from; 0: too few.
    """

    share: float
    spread: Prior
    own_spread: Prior
    tutors: int

    @classmethod
    def of(
        cls,
        after_any: tuple[Floats, Floats],
        after_own: tuple[Floats, Floats],
        held: tuple[Floats, Floats],
        *,
        fewest: int,
    ) -> "QuietPeers":
        """Learn it from tutors.

        Args:
            after_any: Pairs that went quiet after any cancellation, and all such pairs.
            after_own: Alike after the tutor's own.
            held: Held sessions of pairs the tutor never cancelled on, after which the pair had
                gone quiet, and all such sessions.
            fewest: Tutors with any such pair that a fit needs.
        """
        usual = but_the_most(*after_any)
        share = usual_share(*(one[usual] for one in after_any))
        known = int(np.count_nonzero(after_own[1] > 0))
        return cls(
            share=share,
            spread=learn_shares(*after_own, expected=share, fewest=fewest),
            own_spread=learn_shares(*held, expected=usual_share(*held), fewest=fewest),
            tutors=known if known >= fewest else 0,
        )

    def expected(self, quiet: Floats, held: Floats) -> Floats:
        """Give the share to expect of tutors after their own cancellations.

        Args:
            quiet: Held sessions after which a pair had gone quiet, without any cancellation.
            held: All such sessions.
        """
        own = (self.own_spread.late + quiet) / (self.own_spread.late + self.own_spread.kept + held)
        usual = self.own_spread.mean
        times = (own / (1 - own)) / (usual / (1 - usual))
        return scaled_odds(self.share, np.maximum(times, 1.0))

    def chance(self, quiet: Floats, pairs: Floats, expected: Floats, ratio: float) -> Floats:
        """Give the probability that a tutor's own share is so many times what is expected.

        Where so many times is hardly possible, above half way from what is expected to all.
        """
        share = np.minimum(ratio * expected, (1 + expected) / 2)
        return share_above(quiet, pairs, self.spread, share)

    def bounds(self, quiet: Floats, pairs: Floats, confidence: float) -> tuple[Floats, Floats]:
        """Bound a tutor's own share."""
        return share_bounds(quiet, pairs, self.spread, confidence=confidence)
