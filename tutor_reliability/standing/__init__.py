"""How a tutor stands: from sessions that count to effects that stand, by the policy's texts.

incidents     what is known of one tutor, and what people said
worlds        merged, derived, forgiven: what stands in a meter
readings      a meter read on a day, naively; points: a ledger's balance
definition    when rules hold, as the language means it, night by night
meters        all meters of a tutor by what was known on a night
tape          a meter read on any day, fast; ledger_path: a ledger's balance
fold          when rules hold, asked only where an answer can be new: what runs at night
tail, told    of those, the days that still matter; what an earlier night told of them
plain, least  rules that only count, asked fast; how many incidents a rule needs at least
chances       since when a rule on evidence stands, for both
turning       the days on which a meter can move by time alone
spells        how long effects stand, and who ends them
asked         what a book's rules look at
news, taught  what of the outcomes is kept beside them for rules, and of whom something is new
log           tutors' histories, read from there
bounds        of whom no rule can ever have held
evaluate      all of a tutor's spells, by either way of asking
periods       calendar arithmetic
"""

from tutor_reliability.standing.definition import Definition
from tutor_reliability.standing.evaluate import standing
from tutor_reliability.standing.fold import Fold
from tutor_reliability.standing.incidents import (
    Answer,
    History,
    Incident,
    Judged,
    Kept,
    Point,
    answers,
)
from tutor_reliability.standing.spells import Firing, Spell

__all__ = [
    "Answer",
    "Definition",
    "Firing",
    "Fold",
    "History",
    "Incident",
    "Judged",
    "Kept",
    "Point",
    "Spell",
    "answers",
    "standing",
]
