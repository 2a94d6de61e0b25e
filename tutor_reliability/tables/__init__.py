"""One contract a table: what one row is, its key, and each column with type, unit and meaning.

The warehouse creates its tables from here, Great Expectations checks them against it, the
definitions page prints it, and the tests hold the SQL to it.

    contract   Table and Column, what a contract can say
    values     the words and numbers that columns hold
    columns    short ways to write a column
    raw        what arrived                 policy     the policy as SQL reads it
    core       what became of each session  marts      what outsiders read of each tutor
    review     flags, cases, decisions      quality    what was checked
    bursts     surge days and bulk events   nights     which nights, what they healed
    evidence   how likely a current rate is above the limit
"""

from tutor_reliability.tables.bursts import BULK_EVENTS, SURGE_DAYS
from tutor_reliability.tables.contract import TIMESTAMP, Column, Table
from tutor_reliability.tables.core import BUILDS, SESSION_OUTCOMES, STALE_DAYS, TUTOR_DAYS
from tutor_reliability.tables.evidence import (
    EXPOSURE_FACTORS,
    PRIORS,
    SIGNAL_EVENTS,
    SIGNAL_POINTS,
    SIGNALS_TABLE,
)
from tutor_reliability.tables.marts import ASSIGNMENT_ELIGIBILITY, TUTOR_RATES, TUTOR_ROSTER
from tutor_reliability.tables.nights import HEALED, NIGHTS
from tutor_reliability.tables.policy import (
    POLICY_AMNESTIES,
    POLICY_BANDS,
    POLICY_CONDITIONS,
    POLICY_EXCUSES,
    POLICY_MARKETS,
    POLICY_OUTCOMES,
    POLICY_TERMS,
    POLICY_TEXTS,
    POLICY_WORKING_DAYS,
)
from tutor_reliability.tables.quality import (
    CHECK_RESULTS,
    CLOCKS,
    FRESHNESS,
    PROVEN,
    STRANGERS,
    VOLUME,
)
from tutor_reliability.tables.raw import (
    CANCELLATIONS,
    CONTACTS,
    DELIVERIES,
    FEEDBACK,
    REJECTED_ROWS,
    SESSIONS,
    TONIGHT,
    TUTORS,
)
from tutor_reliability.tables.review import (
    CASES,
    DECISIONS,
    FLAGS,
    FOLDS,
    SPELLS,
    STANDING_BUILDS,
)
from tutor_reliability.tables.values import (
    AUDIENCE_VALUES,
    BLAMES,
    CANCELLATION_KINDS,
    CONTACT_DECISIONS,
    EVENTS,
    EXCUSE_STATES,
    HOUR_BANDS,
    INITIATORS,
    NOTICE_KINDS,
    PRECISIONS,
    RATE_SIGNALS,
    SESSION_KINDS,
    SIGNALS,
    STATUSES,
    VOLUME_SERIES,
    VOLUME_VERDICTS,
    WINDOWS_DAYS,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DELIVERIES,
        REJECTED_ROWS,
        TONIGHT,
        SESSIONS,
        CANCELLATIONS,
        CONTACTS,
        FEEDBACK,
        TUTORS,
        POLICY_TERMS,
        POLICY_TEXTS,
        POLICY_MARKETS,
        POLICY_CONDITIONS,
        POLICY_BANDS,
        POLICY_OUTCOMES,
        POLICY_EXCUSES,
        POLICY_AMNESTIES,
        POLICY_WORKING_DAYS,
        DECISIONS,
        SESSION_OUTCOMES,
        TUTOR_DAYS,
        SURGE_DAYS,
        BULK_EVENTS,
        TUTOR_ROSTER,
        TUTOR_RATES,
        EXPOSURE_FACTORS,
        PRIORS,
        SIGNALS_TABLE,
        SIGNAL_EVENTS,
        SIGNAL_POINTS,
        SPELLS,
        FLAGS,
        CASES,
        ASSIGNMENT_ELIGIBILITY,
        STALE_DAYS,
        BUILDS,
        FOLDS,
        STANDING_BUILDS,
        NIGHTS,
        HEALED,
        FRESHNESS,
        VOLUME,
        CLOCKS,
        STRANGERS,
        PROVEN,
        CHECK_RESULTS,
    )
}
LOGS: dict[str, Table] = {
    "sessions": SESSIONS,
    "cancellations": CANCELLATIONS,
    "contacts": CONTACTS,
    "feedback": FEEDBACK,
    "tutors": TUTORS,
}

__all__ = [
    "ASSIGNMENT_ELIGIBILITY",
    "AUDIENCE_VALUES",
    "BLAMES",
    "BUILDS",
    "BULK_EVENTS",
    "CANCELLATIONS",
    "CANCELLATION_KINDS",
    "CASES",
    "CHECK_RESULTS",
    "CLOCKS",
    "CONTACTS",
    "CONTACT_DECISIONS",
    "DECISIONS",
    "DELIVERIES",
    "EVENTS",
    "EXCUSE_STATES",
    "EXPOSURE_FACTORS",
    "FEEDBACK",
    "FLAGS",
    "FOLDS",
    "FRESHNESS",
    "HEALED",
    "HOUR_BANDS",
    "INITIATORS",
    "LOGS",
    "NIGHTS",
    "NOTICE_KINDS",
    "POLICY_AMNESTIES",
    "POLICY_BANDS",
    "POLICY_CONDITIONS",
    "POLICY_EXCUSES",
    "POLICY_MARKETS",
    "POLICY_OUTCOMES",
    "POLICY_TERMS",
    "POLICY_TEXTS",
    "POLICY_WORKING_DAYS",
    "PRECISIONS",
    "PRIORS",
    "PROVEN",
    "RATE_SIGNALS",
    "REJECTED_ROWS",
    "SESSIONS",
    "SESSION_KINDS",
    "SESSION_OUTCOMES",
    "SIGNALS",
    "SIGNALS_TABLE",
    "SIGNAL_EVENTS",
    "SIGNAL_POINTS",
    "SPELLS",
    "STALE_DAYS",
    "STANDING_BUILDS",
    "STATUSES",
    "STRANGERS",
    "SURGE_DAYS",
    "TABLES",
    "TIMESTAMP",
    "TONIGHT",
    "TUTORS",
    "TUTOR_DAYS",
    "TUTOR_RATES",
    "TUTOR_ROSTER",
    "VOLUME",
    "VOLUME_SERIES",
    "VOLUME_VERDICTS",
    "WINDOWS_DAYS",
    "Column",
    "Table",
]
