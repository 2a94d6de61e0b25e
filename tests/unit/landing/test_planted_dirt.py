"""Every dirty row that the simulator planted in the sample becomes what its truth says."""

from pathlib import Path

import pytest

from tutor_reliability.landing import land
from tutor_reliability.warehouse import Warehouse

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
FATES = """
    with kept as (
        select delivery_id, line from raw.sessions
        union all
        select delivery_id, line from raw.cancellations
        union all
        select delivery_id, line from raw.contacts
        union all
        select delivery_id, line from raw.feedback
        union all
        select delivery_id, line from raw.tutors
    )

    select
        truth.kind,
        truth.disposition,
        case
            when rejected.line is not null then 'rejected'
            when kept.line is null then 'dropped'
            else 'kept'
        end as fate,
        count(*) as planted
    from read_csv($truth) as truth
    inner join raw.deliveries as delivery using (log, file)
    left join raw.rejected_rows as rejected
        on rejected.delivery_id = delivery.delivery_id and rejected.line = truth.line
    left join kept on kept.delivery_id = delivery.delivery_id and kept.line = truth.line
    where truth.line is not null
    group by all
    order by all
"""
BECOMES = {
    "landed": "kept",
    "warned": "kept",
    "superseded": "kept",
    "duplicate": "dropped",
    "rejected": "rejected",
}


@pytest.fixture(scope="module")
def landed():
    with Warehouse(None).open() as opened:
        land(opened.con, SAMPLE)
        yield opened.con


def test_every_planted_row_becomes_what_it_must(landed):
    found = landed.execute(FATES, {"truth": str(SAMPLE / "truth_rows.csv")}).fetchall()
    wrong = [
        (kind, disposition, fate)
        for kind, disposition, fate, _ in found
        if fate != BECOMES[disposition]
    ]

    assert wrong == []
    assert sum(planted for *_, planted in found) > 100


def test_nothing_but_what_was_planted_is_rejected(landed):
    rejected = landed.execute(
        "select rejected.file, rejected.line from raw.rejected_rows as rejected "
        "anti join read_csv($truth) as truth "
        "on truth.file = rejected.file and truth.line = rejected.line",
        {"truth": str(SAMPLE / "truth_rows.csv")},
    ).fetchall()

    assert rejected == []
