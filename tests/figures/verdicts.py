"""From a year of sessions to rates, flags, cases and eligibility, close to what the night makes."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from scipy.special import betaincc, betaincinv

from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.telling import evidence_parts
from tutor_reliability.intervals import wilson_interval
from tutor_reliability.policy.model import Evidence
from tutor_reliability.tables import WINDOWS_DAYS

PRIOR_LATE, PRIOR_KEPT = 1.2, 38.8
LIMIT, MIN_VOLUME = 0.05, 10
RULES = (
    ("review_count", "review", "open_review", 3, "a third late cancellation or no-show"),
    ("rating_signal", "signal", "rating_signal", 2, "a second late cancellation or no-show"),
)
EVIDENCE_RULES = (
    ("review_rate", "review", "open_review", "late_sessions", 0.9),
    ("watch_rate", "watch", "watch", "late_sessions", 0.7),
    ("review_days", "review", "open_review", "wiped_days", 0.9),
    ("review_near_line", "review", "open_review", "near_line", 0.9),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the review stage of a night makes."""

    flags: pl.DataFrame
    cases: pl.DataFrame


def rates(days: pl.DataFrame, tutors: list[str], *, as_of: date) -> pl.DataFrame:
    """Make mart.tutor_rates."""
    everyone = pl.DataFrame({"tutor_id": tutors})
    return pl.concat(_rated(days, everyone, window, as_of) for window in WINDOWS_DAYS).sort(
        "tutor_id", "window_days"
    )


def review(
    sessions: pl.DataFrame,
    rated: pl.DataFrame,
    weighed: dict[str, pl.DataFrame],
    *,
    as_of: date,
    seed: int,
) -> Review:
    """Make review.flags and review.cases."""
    recent = sessions.filter(
        (pl.col("session_day") > as_of - timedelta(days=90))
        & pl.col("in_late")
        & pl.col("tutor_id").is_not_null()
    )
    evidence = (
        recent.sort("tutor_id", "session_day")
        .group_by("tutor_id", maintain_order=True)
        .agg(
            session_ids="session_id",
            late=pl.len(),
            since=pl.col("session_day").last(),
            students_affected=pl.col("student_id").n_unique(),
            pending=(pl.col("session_line") % 19 == 0).any(),
        )
    )
    by_rules = [_flags(evidence, rule, as_of) for rule in RULES]
    by_evidence = [_evidence_flags(weighed, rule, as_of) for rule in EVIDENCE_RULES]
    flags = pl.concat([*by_rules, *by_evidence], how="diagonal_relaxed").sort("tutor_id", "rule")
    return Review(flags=flags, cases=_cases(flags, rated, as_of=as_of, seed=seed))


def eligibility(tutors: list[str], reviewed: Review, *, as_of: date, run_id: str) -> pl.DataFrame:
    """Make mart.assignment_eligibility: open cases are held, decided ones may be paused."""
    cases = (
        reviewed.cases.sort("tutor_id", pl.col("rule") != "review_count", "rule")
        .unique("tutor_id", keep="first", maintain_order=True)
        .select("tutor_id", "case_id", "state", "decision", "decided_by")
    )
    everyone = pl.DataFrame({"tutor_id": tutors}).join(cases, on="tutor_id", how="left")
    paused = pl.col("decision").eq_missing("pause")
    held = pl.col("state").eq_missing("open")
    new = (
        pl.when(paused).then(pl.lit("paused"))
        .when(held).then(pl.lit("hold_for_manager"))
        .when(pl.col("tutor_id").hash(3) % 31 == 0).then(pl.lit("only_if_all_others_full"))
        .otherwise(pl.lit("eligible"))
    )  # fmt: skip
    reasons = {
        "paused": ["paused_by_decision: paused by Ana Ruiz: three lessons lost in one week"],
        "hold_for_manager": ["review_count: an account review is open"],
        "only_if_all_others_full": ["deprioritise: last in line for new students"],
        "eligible": [],
    }
    ways = {
        "paused": "Ana Ruiz or another named person lifts the pause",
        "hold_for_manager": "a reviewer closes the case",
        "only_if_all_others_full": "ends by itself on 20 Nov 2026, if nothing further counts",
        "eligible": None,
    }
    restricted = pl.col("new_students") != "eligible"
    return everyone.with_columns(new_students=new).with_columns(
        existing_students=pl.lit("eligible"),
        unassigned_sessions="new_students",
        trial_students="new_students",
        reasons=pl.col("new_students").replace_strict(reasons, return_dtype=pl.List(pl.String)),
        way_back=pl.col("new_students").replace_strict(ways, return_dtype=pl.String),
        until=pl.when(pl.col("new_students") == "only_if_all_others_full").then(
            pl.lit(date(2026, 11, 20))
        ),
        case_id=pl.when(restricted).then("case_id"),
        decided_by=pl.when(paused).then("decided_by"),
        as_of=pl.lit(as_of),
        policy_id=pl.lit("itutor"),
        policy_version=pl.lit("2025-01-01"),
        run_id=pl.lit(run_id),
    )


def _rated(days: pl.DataFrame, everyone: pl.DataFrame, window: int, as_of: date) -> pl.DataFrame:
    inside = days.filter(pl.col("day").is_between(as_of - timedelta(days=window - 1), as_of))
    counts = inside.group_by("tutor_id").agg(
        sessions=pl.col("exposure").sum(), late_cancellations=pl.col("late").sum()
    )
    frame = everyone.join(counts, on="tutor_id", how="left").fill_null(0)
    late = frame["late_cancellations"].to_numpy().astype(np.float64)
    sessions = frame["sessions"].to_numpy().astype(np.float64)
    low, high = wilson_interval(late, sessions)
    a, b = PRIOR_LATE + late, PRIOR_KEPT + sessions - late
    pooled_low = betaincinv(a, b, 0.025)
    return frame.with_columns(
        as_of=pl.lit(as_of),
        window_days=pl.lit(window),
        late_rate=pl.when(pl.col("sessions") > 0).then(
            pl.col("late_cancellations") / pl.col("sessions")
        ),
        rate_low=pl.Series(low),
        rate_high=pl.Series(high),
        pooled_rate=pl.Series(a / (a + b)),
        pooled_low=pl.Series(pooled_low),
        pooled_high=pl.Series(betaincinv(a, b, 0.975)),
        chance_over_limit=pl.Series(betaincc(a, b, LIMIT)),
        enough=pl.col("sessions") >= MIN_VOLUME,
        rank=pl.Series(-pooled_low).rank("min").cast(pl.Int32),
    )


def _flags(evidence: pl.DataFrame, rule: tuple, as_of: date) -> pl.DataFrame:
    name, severity, effect, least, words = rule
    asks = severity == "review"
    return evidence.filter(pl.col("late") >= least).select(
        "tutor_id",
        "session_ids",
        "since",
        "students_affected",
        rule=pl.lit(name),
        severity=pl.lit(severity),
        effect=pl.lit(effect),
        as_of=pl.lit(as_of),
        sentence=pl.format(
            "In the 90 days to 31 Oct 2026: {} cancelled by the tutor with less than 24 hours' "
            f"notice. The policy: {words} within 90 days asks for a look.",
            "late",
        ),
        until=pl.lit(None if asks else as_of + timedelta(days=60)).cast(pl.Date),
        held=pl.col("pending") if asks else pl.lit(value=False),
        needs_person=pl.lit(asks),
        tested=pl.concat_list(pl.format("late_90d = {}", "late")),
        variant=pl.lit(0),
        policy_id=pl.lit("itutor"),
        policy_version=pl.lit("2025-01-01"),
    )


def _evidence_flags(weighed: dict[str, pl.DataFrame], rule: tuple, as_of: date) -> pl.DataFrame:
    name, severity, effect, signal, on = rule
    asks = severity == "review"
    found = weighed["review.signals"].filter(
        (pl.col("signal") == signal) & (pl.col("chance") >= on)
    )
    events = weighed["review.signal_events"].filter(pl.col("signal") == signal)
    told = {
        row["tutor_id"]: " ".join(
            evidence_parts(
                Signal.of(row),
                [Event.of(one) for one in events.filter(
                    pl.col("tutor_id") == row["tutor_id"]
                ).iter_rows(named=True)],
                Evidence(),
                line_hours=24,
            )
        )
        for row in found.iter_rows(named=True)
    }  # fmt: skip
    return found.select(
        "tutor_id",
        "session_ids",
        since=pl.lit(as_of - timedelta(days=3)),
        students_affected="students",
        rule=pl.lit(name),
        severity=pl.lit(severity),
        effect=pl.lit(effect),
        as_of=pl.lit(as_of),
        sentence=pl.col("tutor_id").replace_strict(told, return_dtype=pl.String),
        until=pl.lit(None).cast(pl.Date),
        held=pl.lit(value=False),
        needs_person=pl.lit(asks),
        tested=pl.concat_list(pl.format("current_rate: {}", "chance")),
        variant=pl.lit(0),
        policy_id=pl.lit("itutor"),
        policy_version=pl.lit("2025-01-01"),
    )


def _cases(flags: pl.DataFrame, rated: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    asked = flags.filter("needs_person").join(
        rated.filter(pl.col("window_days") == 90).select(
            "tutor_id", excess_late=pl.col("late_cancellations") - LIMIT * pl.col("sessions")
        ),
        on="tutor_id",
    )
    decided = pl.col("tutor_id").hash(seed) % 9 == 0
    state = (
        pl.when(decided).then(pl.lit("decided"))
        .when("held").then(pl.lit("held"))
        .otherwise(pl.lit("open"))
    )  # fmt: skip
    asked = asked.with_columns(
        state=state,
        excess_late=pl.max_horizontal("excess_late", pl.lit(0.0)),
        case_id=pl.format("{}-{}-{}", "rule", pl.col("since").dt.strftime("%Y%m%d"), "tutor_id"),
        opened_on="since",
        due_on=pl.col("since") + pl.duration(days=14),
        decision=pl.when(decided).then(
            pl.when(pl.col("students_affected") > 2)
            .then(pl.lit("pause"))
            .otherwise(pl.lit("dismiss"))
        ),
        decided_by=pl.when(decided).then(pl.lit("Ana Ruiz")),
        decided_on=pl.when(decided).then(pl.lit(as_of - timedelta(days=2))),
        reason=pl.when(decided).then(pl.lit("three lessons lost in one week")),
    )
    queue = asked.filter(pl.col("state") == "open").sort(
        [
            pl.max_horizontal("due_on", pl.lit(as_of)),
            "excess_late",
            "students_affected",
            "tutor_id",
        ],
        descending=[False, True, True, False],
    )
    places = queue.select("case_id", queue_position=pl.int_range(1, pl.len() + 1))
    return asked.join(places, on="case_id", how="left").with_columns(
        pl.col("queue_position").fill_null(0)
    )
