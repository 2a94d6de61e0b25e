"""Make review.flags: one statement says of every spell that stands tonight why it does.

Most tutors have a flag sooner or later, and what each says ends with tonight's late rate: so the
rows are made where they lie. What takes more than a row of numbers is said in Python beforehand:
each rate once, however many tutors share it, and what rests on evidence.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from tutor_reliability.policy.model import Book
from tutor_reliability.sentences import RateNow, rate_and_hold
from tutor_reliability.warehouse import Opened

SHOWN_WINDOW = 90
"""Days of the late rate that flags and cases say."""
Flag = tuple[str, str, date, str]
"""A spell: its tutor, rule, first night and effect."""
STANDING = """
select *
from review.spells
where until is null or until > $as_of
qualify
    row_number() over (
        partition by tutor_id, rule
        order by needs_person desc, since desc, effect desc
    ) = 1
"""
"""One spell a tutor and rule: where a text changed its kind, what asks a person."""
_RATES = """
select distinct
    sessions, late_cancellations as late, late_rate as rate, rate_low as low, rate_high as high,
    enough
from mart.tutor_rates where window_days = $window and tutor_id in (
    select tutor_id from review.spells
)
"""
_INSERT = f"""
insert into review.flags by name
with standing as ({STANDING})
select
    spell.tutor_id,
    $as_of as as_of,
    spell.rule,
    spell.severity,
    spell.effect,
    coalesce(
        evidence.sentence,
        concat(spell.because, if(spell.held, said.when_held, said.when_sure))
    ) as sentence,
    spell.session_ids,
    spell.since,
    spell.until,
    spell.held,
    spell.needs_person,
    spell.starts_on,
    spell.tested,
    spell.way_back,
    ranked.value as rank_value,
    spell.variant,
    text.policy_id,
    text.policy_version
from standing as spell
inner join flags_texts as text on spell.variant = text.variant
left join mart.tutor_rates as rate
    on spell.tutor_id = rate.tutor_id and rate.window_days = $window
left join flags_rates as said
    on
        rate.sessions is not distinct from said.sessions
        and rate.late_cancellations is not distinct from said.late
        and rate.enough is not distinct from said.enough
left join flags_evidence as evidence
    on
        spell.tutor_id = evidence.tutor_id
        and spell.rule = evidence.rule
        and spell.since = evidence.since
        and spell.effect = evidence.effect
left join flags_ranked as ranked on spell.tutor_id = ranked.tutor_id
order by spell.tutor_id, spell.rule
"""  # noqa: S608 - pieces of this file alone


def fill_flags(
    opened: Opened,
    *,
    book: Book,
    as_of: date,
    sentences: Mapping[Flag, str],
    ranks: Mapping[str, float],
) -> int:
    """Make review.flags of the spells that stand tonight; gives their number.

    Args:
        opened: The warehouse.
        book: The texts in force.
        as_of: Tonight.
        sentences: What those say that rest on evidence.
        ranks: The value that orders those put last, by tutor.
    """
    frames = {
        "flags_texts": _texts(book),
        "flags_rates": _rates(opened),
        "flags_evidence": pl.DataFrame(
            [(*flag, sentence) for flag, sentence in sentences.items()],
            schema={
                "tutor_id": pl.String,
                "rule": pl.String,
                "since": pl.Date,
                "effect": pl.String,
                "sentence": pl.String,
            },
            orient="row",
        ),
        "flags_ranked": pl.DataFrame(
            {"tutor_id": list(ranks), "value": list(ranks.values())},
            schema={"tutor_id": pl.String, "value": pl.Float64},
        ),
    }
    for name, frame in frames.items():
        opened.stage_frame(name, frame, kind="temp table")
    opened.con.execute("delete from review.flags")
    opened.con.execute(_INSERT, {"as_of": as_of, "window": SHOWN_WINDOW})
    for name in frames:
        opened.con.execute(f"drop table temp.{name}")
    return opened.count("review.flags")


def _texts(book: Book) -> pl.DataFrame:
    return pl.DataFrame(
        [(one.variant, one.id, one.version) for one in book.variants],
        schema={"variant": pl.Int32, "policy_id": pl.String, "policy_version": pl.String},
        orient="row",
    )


def _rates(opened: Opened) -> pl.DataFrame:
    """Say each rate that some tutor with a spell has tonight, and that of tutors without one."""
    rows: list[tuple[object, ...]] = [
        (None, None, None, rate_and_hold(None, held=False), rate_and_hold(None, held=True))
    ]
    for one in opened.frame(_RATES, {"window": SHOWN_WINDOW}).iter_rows(named=True):
        now = RateNow(window_days=SHOWN_WINDOW, **one)
        said = (rate_and_hold(now, held=held) for held in (False, True))
        rows.append((now.sessions, now.late, now.enough, *said))
    schema = {
        "sessions": pl.Int32,
        "late": pl.Int32,
        "enough": pl.Boolean,
        "when_sure": pl.String,
        "when_held": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
