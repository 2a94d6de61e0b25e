"""What became of a session, in plain Python: the definition that the SQL is held to.

`judge` judges every session of a small log by the knowledge of a night. The nightly run uses the
SQL in `assets/models`; a property test proves both equal.

    log        the rows of a log as delivered, and what a night knows of them
    texts      which text judges: in force on that day, in that market
    facts      what the logs say of a session, before anyone judges
    notice     how much notice was given, on the policy's clock
    classify   whose doing it was, and what the policy calls it
    cures      which agreed rebooking takes a cancellation's place
    excuses    how the excuse of a session stands
    caps       how often one rule may excuse a tutor
    judge      all of that together: what each session counts for
"""

from tutor_reliability.outcomes.classify import Judged, classify
from tutor_reliability.outcomes.facts import Facts
from tutor_reliability.outcomes.judge import Verdict, judge
from tutor_reliability.outcomes.log import CancellationRow, ContactRow, Log, SessionRow, TutorRow

__all__ = [
    "CancellationRow",
    "ContactRow",
    "Facts",
    "Judged",
    "Log",
    "SessionRow",
    "TutorRow",
    "Verdict",
    "classify",
    "judge",
]
