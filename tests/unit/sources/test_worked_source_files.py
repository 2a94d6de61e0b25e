"""The worked source files: what each makes of a small export is what its page says."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tutor_reliability.landing import land
from tutor_reliability.sources import load_all
from tutor_reliability.warehouse import Warehouse

ROOT = Path(__file__).parents[3]
FOLDERS = ROOT / "tests" / "fixtures" / "sources"
PAGE = (ROOT / "docs" / "sources" / "csv.md").read_text(encoding="utf-8")
WORKED = ("square", "acuity", "setmore", "salon")


@pytest.fixture(scope="module")
def ask():
    """Ask the warehouse that the folder of a source has landed in."""
    opened = {}
    with ExitStack() as stack:

        def asking(name, sql):
            if name not in opened:
                opened[name] = stack.enter_context(Warehouse(None).open())
                land(opened[name].con, FOLDERS / name)
            return opened[name].con.execute(sql).fetchall()

        yield asking


STATUSES = "select session_id, status from raw.sessions order by session_id"
ENDS = (
    "select session_id, initiator, cancelled_at::varchar from raw.cancellations order by session_id"
)


def test_square_tells_the_customer_from_the_seller(ask):
    assert ask("square", STATUSES) == [
        ("bk01", "completed"),
        ("bk02", "cancelled"),
        ("bk03", "cancelled"),
        ("bk04", "no_show_student"),
    ]
    assert ask("square", ENDS) == [
        ("bk02", "tutor", "2026-03-10 20:00:00+00"),
        ("bk03", "student", "2026-03-09 20:00:00+00"),
    ]
    assert ask("square", "select line, reason from raw.rejected_rows") == [
        (6, "other_event"),
        (7, "other_event"),
    ]


def test_acuity_says_neither_who_nor_when_and_nobody_guesses(ask):
    assert ask("acuity", STATUSES) == [
        ("501", "completed"),
        ("502", "cancelled"),
        ("503", "no_show_student"),
    ]
    assert ask("acuity", ENDS) == [("502", "unknown", None)]


def test_setmore_shows_the_clock_of_the_desk_in_summer_and_winter(ask):
    starts = "select session_id, scheduled_start::varchar from raw.sessions order by session_id"

    assert ask("setmore", starts) == [
        ("a1", "2026-03-10 10:00:00+00"),
        ("a2", "2026-04-11 09:00:00+00"),
        ("a3", "2026-03-12 14:30:00+00"),
        ("a4", "2026-03-13 14:30:00+00"),
    ]
    assert ask("setmore", ENDS) == [
        ("a2", "tutor", "2026-04-10 19:00:00+00"),
        ("a4", "unknown", "2026-03-12 09:00:00+00"),
    ]
    reasons = "select reason_code, reason_text from raw.cancellations where session_id = 'a2'"
    assert ask("setmore", reasons) == [("illness", "flu, sorry")]


def test_a_salons_five_reports_are_one_market(ask):
    assert ask("salon", "select status, count(*) from raw.sessions group by 1 order by 1") == [
        ("completed", 2),
        ("no_show_student", 1),
        ("scheduled", 2),
    ]
    rebuilt = (
        "select session_id, tutor_id, precision, recorded_by, initiator from raw.cancellations "
        "where scheduled_start is not null order by session_id"
    )
    assert ask("salon", rebuilt) == [
        ("SCOJ01 JJ SHCM 03/17/2026", "JJ", "day", "HOUSE", "unknown"),
        ("TERR02 KELLY CFC 03/16/2026", "KELLY", "day", "KELLY", "unknown"),
    ]
    assert ask("salon", "select count(*) from raw.tutors") == [(3,)]


@pytest.mark.parametrize("name", WORKED)
def test_the_page_shows_each_worked_source_file_as_it_is(name):
    (path,) = (FOLDERS / name).glob("*.toml")

    assert path.read_text(encoding="utf-8") in PAGE
    assert load_all(path)
