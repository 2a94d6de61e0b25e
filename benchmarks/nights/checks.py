"""What the checks of a night cost: asked of everything, and of what the night wrote."""

from collections.abc import Sequence
from datetime import date
from time import process_time

from benchmarks.nights.steps import ZONE
from quality import gate
from quality.expectations import judge  # noqa: F401 - imported before the clock starts
from tutor_reliability.night import Night
from tutor_reliability.policy import load_book
from tutor_reliability.policy.rows import parameters
from tutor_reliability.sources import CANONICAL
from tutor_reliability.warehouse import Opened

UP_TO_RATES = (
    "raw.sessions",
    "raw.cancellations",
    "raw.deliveries",
    "raw.rejected_rows",
    "core.session_outcomes",
    "core.tutor_days",
    "core.surge_days",
    "core.bulk_events",
    "mart.tutors",
    "mart.tutor_rates",
)
"""The tables that are there before anybody is weighed."""


def asked(opened: Opened, as_of: date, tables: Sequence[str] = UP_TO_RATES) -> float:
    """Run the checks of some tables and write down what they found; gives CPU seconds."""
    book, night = load_book("itutor"), Night(as_of=as_of, timezone=ZONE)
    rate = book.newest.rate
    values = {
        **parameters(book),
        "as_of": night.as_of,
        "known_until": night.known_until,
        "known_reasons": [*book.newest.reason_codes],
        "prior_rate": rate.prior_late / rate.prior_sessions,
        "evidence_days": book.newest.evidence.weeks * 7,
        "orphan_sources": [CANONICAL.name],
        "orphan_shares": [CANONICAL.max_orphan_share],
    }
    began = process_time()
    gate.record(opened.con, gate.run_checks(opened.con, tables, values))
    return round(process_time() - began, 2)
