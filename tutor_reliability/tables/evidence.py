"""How likely a tutor's current rate is above the limit, on what that rests, and how it was."""

from tutor_reliability.tables.columns import count, day, flag, moment, share, text, texts
from tutor_reliability.tables.contract import Column, Table
from tutor_reliability.tables.values import (
    BLAMES,
    EVENTS,
    FACTOR_KINDS,
    HELD_PAIRS,
    SIGNALS,
    STUDENTS,
    TREATMENTS,
)


def _measure(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name=name, type="DOUBLE", meaning=meaning, required=required, low=0)


_TUTOR = text("tutor_id", "the tutor", required=True)
_SIGNAL = text("signal", "what was looked for", required=True, values=SIGNALS)

SIGNALS_TABLE = Table(
    name="review.signals",
    grain="one row a tutor and signal: what the weeks that end tonight say",
    key=("tutor_id", "signal"),
    columns=(
        _TUTOR,
        day("as_of", "the last day that counts"),
        _SIGNAL,
        flag("enough", "at least the policy's fewest events; else too few to judge", required=True),
        share("chance", "probability that the current rate is above the reference; null: too few"),
        _measure("reference", "the rate held against: the limit, or what is expected of peers"),
        _measure("events", "independent events in these weeks"),
        _measure("trials", "what they were among: sessions, or working days; a spell is one"),
        _measure("load", "the trials made comparable over hours and incidents"),
        _measure("rate", "expected current rate; null: too few", required=False),
        _measure(
            "rate_low", "lower bound of it; null where the chance is of no note", required=False
        ),
        _measure("rate_high", "upper bound of it", required=False),
        day("since", "first day of the likeliest current rate; null: no change", required=False),
        share("chance_of_change", "probability that the rate changed within these weeks"),
        _measure("now_events", "events since then; all where nothing changed"),
        _measure("now_trials", "trials since then"),
        _measure("before_events", "events before then"),
        _measure("before_trials", "trials before then"),
        _measure(
            "once_in",
            "a tutor exactly at the limit would show now_events or more once in so many times",
            required=False,
        ),
        count("spells", "spells of wiped-out days, each counted once"),
        _measure("spell_events", "what they count: one each, and part of one for a second day"),
        count("spell_sessions", "late sessions inside them"),
        count("unscored_sessions", "late sessions excused, or on the day of an incident"),
        count("students", "distinct students of the late sessions"),
        count(
            "clean_weeks",
            "clean weeks at the usual load after which the chance is no longer of note",
            required=False,
        ),
        share("clean_chance", "the chance then"),
        texts("session_ids", "the late sessions it rests on, oldest first; none where of no note"),
    ),
)

SIGNAL_EVENTS = Table(
    name="review.signal_events",
    grain="one row a tutor, signal and late session that the signal looked at, where it is of note",
    key=("tutor_id", "signal", "session_id"),
    columns=(
        _TUTOR,
        _SIGNAL,
        text("session_id", "the session", required=True),
        day("day", "its day"),
        count("spell_no", "number of the spell it is counted once with", required=False),
        _measure("event", "what it counts: 1; less where another of its spell carries the event"),
        _measure("load", "load of its day"),
        text("treatment", "how it was counted", required=True, values=TREATMENTS),
        share(
            "chance_without",
            "the chance were its event excused, with its whole spell; null where it is of no note",
        ),
    ),
)

SIGNAL_POINTS = Table(
    name="review.signal_points",
    grain="one row a tutor, signal and day asked, from the first one of note on: the chance by "
    "what had happened up to it",
    key=("tutor_id", "signal", "day"),
    columns=(
        _TUTOR,
        _SIGNAL,
        day("day", "the last day that counted"),
        share("chance", "the chance that day; 0 where too few to judge", required=True),
        _measure("events", "independent events in the weeks that end with it"),
        texts("session_ids", "the late sessions it rests on, oldest first"),
    ),
)

PRIORS = Table(
    name="review.priors",
    grain="one row a signal, month and kind of tutors: what to expect before looking at one",
    key=("signal", "fitted_until", "component"),
    columns=(
        text(
            "signal",
            "what was looked for; students and held_pairs: what pairs of student_cancels and "
            "quiet_pairs are held against",
            required=True,
            values=(*SIGNALS, STUDENTS, HELD_PAIRS),
        ),
        day("fitted_until", "the last day it was learnt from; used from the day after"),
        count("component", "the kind of tutors, ordinary ones first"),
        share("share", "how many of all tutors are of it", required=True),
        _measure("shape", "shape of its gamma distribution; of pairs: quiet ones of its beta"),
        _measure(
            "rate",
            "rate of its gamma distribution: the sessions it speaks with; of side detectors the "
            "events usual among peers; of quiet_pairs and held_pairs all pairs of its beta",
        ),
        _measure("usual", "events a trial among peers; null: none is usual", required=False),
        share("usual_near", "near_line: of peers' cancellations around the line, those near it"),
        count("tutors", "tutors it was learnt from, or students"),
        flag("fallback", "too few tutors to learn from: the policy's own", required=True),
        Column(
            name="loglik",
            type="DOUBLE",
            meaning="mean log likelihood of a tutor under it; null for a fallback",
        ),
        text("learnt_from", "digest of what it was learnt from: the same, it is not learnt again"),
    ),
)

_LOG = (
    count("session_delivery", "file of the session row, see raw.deliveries", required=False),
    count("session_line", "line in that file", kind="BIGINT", required=False),
)

SIGNAL_MOVES = Table(
    name="review.signal_moves",
    grain="one row a time a tutor moved a session, of lessons of tutors with moves in "
    "review.signals",
    key=("session_id", "move_no"),
    columns=(
        text("session_id", "the session moved", required=True),
        count("move_no", "which move of this session, the first is 1"),
        text("tutor_id", "who moved it", required=True),
        text("student_id", "who was to be taught"),
        day("day", "day of its start in the policy's zone"),
        moment("moved_at", "when it was moved; null is unknown"),
        day("moved_on", "that day in the policy's zone; where unknown, the day of its start"),
        text("moved_to", "the session that takes its place; null: moved in place"),
        text("lesson", "the first session of the chain of moves", required=True),
        count("cancellation_delivery", "file of the move, see raw.deliveries", required=False),
        count("cancellation_line", "line in that file", kind="BIGINT", required=False),
    ),
)

OLDER_SESSIONS = Table(
    name="review.older_sessions",
    grain="one row a session from before the days published, of students of tutors with "
    "quiet_pairs in review.signals",
    key=("session_id",),
    columns=(
        text("session_id", "the session", required=True),
        text("tutor_id", "who was to teach; null is the unassigned bucket"),
        text("student_id", "who was to be taught", required=True),
        day("session_day", "day of its start in the policy's zone"),
        moment("scheduled_start", "the start as last agreed", required=True),
        moment("booked_at", "when it was booked"),
        moment("cancelled_at", "when; null is unknown, or nobody cancelled"),
        text("event", "what happened to it", required=True, values=EVENTS),
        text("blame", "whose doing it was", required=True, values=BLAMES),
        text("cured_by", "the agreed rebooking that takes its place"),
        *_LOG,
    ),
)

EVIDENCE_BUILDS = Table(
    name="review.evidence_builds",
    grain="one row: what review.signal_points stands for now",
    key=(),
    columns=(
        text("policy_fingerprint", "of the policy texts it was weighed by", required=True),
        text("code_fingerprint", "of the program that weighed", required=True),
        day("points_from", "the first day that may have a point"),
        day("as_of", "the last day that counts"),
    ),
)

EVIDENCE_DIGESTS = Table(
    name="review.evidence_digests",
    grain="one row a tutor: of what its points were made",
    key=("tutor_id",),
    columns=(
        _TUTOR,
        count("digest", "of all days and late sessions they rest on", kind="BIGINT"),
    ),
)

EXPOSURE_FACTORS = Table(
    name="review.exposure_factors",
    grain="one row a band of hours, or a place and day of an incident: what a session weighs there",
    key=("kind", "place", "key", "fitted_until"),
    columns=(
        text("kind", "hours or incident", required=True, values=FACTOR_KINDS),
        text("place", "market, else region of the tutor's zone; '' for all", required=True),
        text("key", "the band of local hours, or the day", required=True),
        day("fitted_until", "the last day it was learnt from; hours are used for the month after"),
        _measure("factor", "times the usual chance of a late session"),
        count("sessions", "sessions it was learnt from", kind="BIGINT"),
        count("late", "of those, late", kind="BIGINT"),
    ),
)
