"""Make the tables of evidence: what the weeks that end tonight say of each tutor, and said before.

Counting is SQL over tutor days; the arithmetic is in `tutor_reliability.evidence`. All is made
from core.* as known tonight, and sums are exact, so that a past night gives the same bytes again.
Past points are kept from night to night where nothing they rest on changed.

    span       which days are looked at
    exposure   what a session weighs: odd hours, incidents
    days       tutors' days as arrays, and how they are counted once
    weeks      the weeks that end tonight, as the score takes them
    priors     what to expect of tutors, month by month
    followed   all days of some tutors
    memory     what the last night left: whose points stand
    points     the chance on past days, of tutors for whom it ever was of note
    past       which points stand, which are asked anew
    sessions   the sessions that signals of note rest on
    frames     rows of the tables
    build      the night
"""

from tutor_reliability.evidence_build.build import Refreshed, refresh_signals
from tutor_reliability.evidence_build.exposure import refresh_exposure
from tutor_reliability.evidence_build.frames import Found

__all__ = ["Found", "Refreshed", "refresh_exposure", "refresh_signals"]
