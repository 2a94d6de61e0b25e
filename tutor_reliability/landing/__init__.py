"""Landing: files of logs become typed rows in the raw tables, and every row is accounted for.

A file goes through `discover` (which log is it), `parts` (may it land), `judge` (read, cast, apply
the rules) and `settle` (write). How the files are written is told by `sources`.
"""

from tutor_reliability.landing.arrival import Arrival
from tutor_reliability.landing.delivery import Delivery
from tutor_reliability.landing.discover import LogFile, discover, unclaimed
from tutor_reliability.landing.land import land
from tutor_reliability.landing.reasons import REASONS
from tutor_reliability.landing.rules import RULES
from tutor_reliability.landing.settle import date_again

__all__ = [
    "REASONS",
    "RULES",
    "Arrival",
    "Delivery",
    "LogFile",
    "date_again",
    "discover",
    "land",
    "unclaimed",
]
