"""Make mart.assignment_eligibility, from tonight's flags and what people decided."""

from collections import defaultdict

import polars as pl

from tutor_reliability.eligibility import (
    AUDIENCES,
    Eligibility,
    StandingFlag,
    by_tutor,
    eligibility,
    ranks,
    restricts,
)
from tutor_reliability.ledger import Ledger
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book, Meter, Policy
from tutor_reliability.warehouse import Opened

LAST = "only_if_all_others_full"


def refresh_eligibility(
    opened: Opened, *, book: Book, ledger: Ledger, night: Night, run_id: str
) -> int:
    """Bring mart.assignment_eligibility to tonight; gives the number of tutors."""
    flags = _standing_flags(opened, book)
    ranked = _ranked(opened, book, night)
    decisions = by_tutor(ledger.decisions(until=night.as_of, last=night.last_decision))
    tutors = opened.frame("select tutor_id, timezone from mart.tutors order by tutor_id")
    asked = pl.col("tutor_id").is_in([*{*flags, *decisions}])
    rows: list[dict[str, object]] = []
    for tutor_id, timezone in tutors.filter(asked).iter_rows():
        found = eligibility(
            book, flags.get(tutor_id, []), decisions.get(tutor_id, []), as_of=night.as_of
        )
        text = _text_of(book, timezone, night)
        rows.append(
            {
                "tutor_id": tutor_id,
                "as_of": night.as_of,
                "new_students": found.new_students,
                "existing_students": found.existing_students,
                "trial_students": found.trial_students,
                "unassigned_sessions": found.unassigned_sessions,
                "reasons": list(found.reasons),
                "until": found.until,
                "way_back": found.way_back,
                "rank_among_last": ranked.get(tutor_id),
                "case_id": found.case_id,
                "decided_by": found.decided_by,
                "policy_id": text.id,
                "policy_version": text.version,
                "run_id": run_id,
            }
        )
    unasked = _eligible(tutors.filter(~asked), book, night, run_id)
    with opened.transaction():
        number = opened.fill("mart.assignment_eligibility", rows)
        return number + opened.append("mart.assignment_eligibility", unasked)


def _text_of(book: Book, timezone: str | None, night: Night) -> Policy:
    return book.of(night.as_of, book.market_of(timezone)) or book.newest


def _eligible(tutors: pl.DataFrame, book: Book, night: Night, run_id: str) -> pl.DataFrame:
    """Make the rows of tutors of whom no rule and no person says anything, all at once.

    Args:
        tutors: One row a tutor: tutor_id, timezone.
        book: The texts in force.
        night: The night.
        run_id: The run.
    """
    nothing = Eligibility()
    texts = {zone: _text_of(book, zone, night) for zone in tutors["timezone"].unique()}
    places = pl.DataFrame(
        {
            "timezone": list(texts),
            "policy_id": [one.id for one in texts.values()],
            "policy_version": [one.version for one in texts.values()],
        },
        schema={"timezone": pl.String, "policy_id": pl.String, "policy_version": pl.String},
    )
    return (
        tutors.join(places, on="timezone", how="left", nulls_equal=True)
        .drop("timezone")
        .with_columns(
            pl.lit(night.as_of).alias("as_of"),
            *(pl.lit(getattr(nothing, one)).alias(one) for one in AUDIENCES),
            pl.lit([], dtype=pl.List(pl.String)).alias("reasons"),
            pl.lit(run_id).alias("run_id"),
        )
    )


def _standing_flags(opened: Opened, book: Book) -> dict[str, list[StandingFlag]]:
    """Read the flags that may restrict anything; the others change nothing."""
    effects = {
        effect
        for text in book.variants
        for effect, status in text.statuses.items()
        if restricts(status)
    }
    rows = opened.con.execute(
        """
        select
            flag.tutor_id, flag.rule, flag.effect, flag.until, flag.held, found.case_id,
            flag.starts_on, flag.way_back, flag.variant
        from review.flags as flag
        left join review.cases as found
            on flag.needs_person
            and flag.tutor_id = found.tutor_id
            and flag.rule = found.rule
            and flag.since = found.opened_on
        where list_contains($effects, flag.effect)
        order by flag.tutor_id, flag.rule
        """,
        {"effects": sorted(effects)},
    ).fetchall()
    standing: dict[str, list[StandingFlag]] = defaultdict(list)
    for tutor_id, rule, effect, until, held, its_case, starts_on, way_back, variant in rows:
        standing[tutor_id].append(
            StandingFlag(
                rule=rule,
                effect=effect,
                until=until,
                held=held,
                case_id=its_case,
                starts_on=starts_on,
                way_back=way_back,
                variant=variant,
            )
        )
    return standing


def _ranked(opened: Opened, book: Book, night: Night) -> dict[str, int]:
    """Order the tutors whom an effect in force puts last by the meter its status names."""
    rows = opened.con.execute(
        "select tutor_id, variant, effect, rank_value from review.flags "
        "where not held and starts_on <= $as_of",
        {"as_of": night.as_of},
    ).fetchall()
    texts = {one.variant: one for one in book.variants}
    values = {}
    for tutor_id, variant, effect, value in rows:
        text = texts[variant]
        status = text.statuses[effect]
        if status.rank_by and LAST in (status.new_students, status.unassigned_sessions):
            values[tutor_id] = (value, _more_is_better(text.meter(status.rank_by)))
    return ranks(values)


def _more_is_better(meter: Meter) -> bool:
    """Tell whether a high value speaks for the tutor: a balance of points that are taken away."""
    prices = meter.ledger.points.values() if meter.ledger else ()
    return any(price < 0 for its in prices for price in its)
