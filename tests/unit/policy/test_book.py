"""Texts and markets: which text is in force on a day, and what a market changes of it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import load, load_book, parse
from tutor_reliability.policy.book import read_book

FILES = Path(__file__).parents[2] / "fixtures" / "policies"
SALON = (FILES / "salon.toml").read_text(encoding="utf-8")
HEAD = 'id = "salon"'
MARKET = """
[market.eu]
timezones = ["Europe/*", "Africa/Ceuta"]
"""


def book_of(text: str, **earlier: str):
    named = ", ".join(f'"{name}.toml"' for name in earlier)
    text = text.replace(HEAD, f"{HEAD}\nearlier = [{named}]", 1)
    return read_book(
        text, file="salon.toml", beside=lambda file: earlier[file.removesuffix(".toml")]
    )


def from_day(day: str, text: str = SALON) -> str:
    return text.replace("effective_from = 2026-01-01", f"effective_from = {day}")


def test_a_file_without_more_is_a_book_of_one_text() -> None:
    book = load_book("itutor")
    assert book.variants == (load("itutor"),)
    assert (book.newest.variant, book.newest.market, book.newest.until_day) == (0, "", None)
    assert book.fingerprint == load("itutor").fingerprint


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2023-12-31", None),
        ("2024-01-01", "2024"),
        ("2024-12-31", "2024"),
        ("2025-01-01", "2025"),
        ("2025-12-31", "2025"),
        ("2026-01-01", "1"),
        ("2030-01-01", "1"),
    ],
)
def test_each_day_has_the_text_in_force(day, version) -> None:
    old = {
        f"of{year}": from_day(f"{year}-01-01").replace('version = "1"', f'version = "{year}"')
        for year in (2024, 2025)
    }
    found = book_of(SALON, **old).of(date.fromisoformat(day))
    assert (found and found.version) == version


def test_an_older_text_anywhere_changes_the_one_fingerprint() -> None:
    one = book_of(SALON, old=from_day("2025-01-01"))
    two = book_of(SALON, old=from_day("2025-01-01") + "# once more\n")
    assert one.fingerprint != two.fingerprint
    assert {each.fingerprint for each in one.variants} == {one.fingerprint}


def test_a_newer_text_may_count_what_an_older_one_called_so() -> None:
    old = from_day("2025-01-01").replace('"missed"', '"absent"')
    newer = SALON.replace(
        'of = ["late_cancel", "missed"]', 'of = ["late_cancel", "missed", "absent"]', 1
    )
    assert "absent" in book_of(newer, old=old).newest.meters[0].of
    with pytest.raises(PolicyError, match=r"meter\[1\]\.of\[3\] is 'absent'"):
        parse(newer, file="salon.toml")


@pytest.mark.parametrize(
    ("old", "says"),
    [
        (from_day("2026-01-01"), "in force from 2026-01-01; expected a day before 2026-01-01"),
        (from_day("2027-01-01"), "in force from 2027-01-01; expected a day before 2026-01-01"),
        (from_day("2025-01-01").replace(HEAD, 'id = "shop"'), "with id 'shop'"),
        (from_day("2025-01-01").replace("Europe/Berlin", "UTC"), "timezone 'UTC'"),
    ],
)
def test_an_earlier_text_is_earlier_and_of_the_same_policy(old, says) -> None:
    with pytest.raises(
        PolicyError, match=r"salon\.toml:3: policy\.earlier\[1\] is 'old\.toml'"
    ) as caught:
        book_of(SALON, old=old)
    assert says in str(caught.value)


def test_a_mistake_in_an_earlier_text_is_told_of_that_file() -> None:
    old = from_day("2025-01-01").replace('line = "24h"', 'line = "a day"')
    with pytest.raises(PolicyError, match=r"^old\.toml:12: clock\.line"):
        book_of(SALON, old=old)


def test_a_file_that_is_not_beside_it_is_told_on_its_line(tmp_path) -> None:
    shutil.copy(FILES / "rich.toml", tmp_path)
    with pytest.raises(
        PolicyError, match=r"rich\.toml:\d+: policy\.earlier\[1\] is 'rich-2025.toml'"
    ):
        load_book(str(tmp_path / "rich.toml"))


@pytest.mark.parametrize(
    ("zone", "market"),
    [("Europe/Rome", "eu"), ("Africa/Ceuta", "eu"), ("Africa/Cairo", ""), (None, ""), ("", "")],
)
def test_a_tutor_is_of_the_market_whose_zones_hold_theirs(zone, market) -> None:
    assert parse_book(SALON + MARKET).market_of(zone) == market


def parse_book(text: str):
    return read_book(text, file="salon.toml", beside=None)


def test_a_market_changes_what_it_names_and_nothing_else() -> None:
    own = """
[market.eu.clock]
line = "12h"
[[market.eu.meter]]
name = "late_90d"
window = "60d"
[[market.eu.rule]]
name = "review_count"
when = { late_90d = ">=4" }
then = { due = "7d" }
[market.eu.status.open_review]
trial_students = "eligible"
"""
    everywhere, europe = parse_book(SALON + MARKET + own).variants
    assert (everywhere.line.text, europe.line.text) == ("24h", "12h")
    assert europe.reference == everywhere.reference
    assert [one.name for one in europe.meters] == [one.name for one in everywhere.meters]
    assert europe.meters[0].window.words == "the last 60 days"
    assert europe.meters[1] == everywhere.meters[1]
    assert europe.rules[0].when[0].number == 4
    assert (europe.rules[0].effect.due.text, europe.rules[0].effect.lapses.text) == ("7d", "180d")
    assert europe.statuses["open_review"].trial_students == "eligible"
    assert europe.statuses["open_review"].new_students == "hold_for_manager"


def test_a_table_without_a_name_replaces_all_of_its_kind() -> None:
    own = '[[market.eu.fault]]\nblame = "tutor"\n'
    everywhere, europe = parse_book(SALON + MARKET + own).variants
    assert (len(everywhere.faults), len(europe.faults)) == (2, 1)


def test_what_is_new_in_a_market_joins_the_end() -> None:
    own = """
[[market.eu.meter]]
name = "missed_30d"
kind = "count"
of = ["missed"]
window = "30d"
shown = true
"""
    everywhere, europe = parse_book(SALON + MARKET + own).variants
    assert [one.name for one in europe.meters[2:]] == ["missed_30d"]
    assert len(everywhere.meters) == 2


@pytest.mark.parametrize("table", ["policy", "market"])
def test_what_is_the_same_everywhere_no_market_gives_again(table) -> None:
    with pytest.raises(PolicyError, match=rf"market\.eu\.{table} is given again"):
        parse_book(f'{SALON}{MARKET}[market.eu.{table}]\nid = "eu"\n')


def test_a_text_without_the_market_is_the_same_for_it() -> None:
    book = book_of(SALON + MARKET, old=from_day("2025-01-01"))
    assert book.of(date(2026, 5, 1), "eu").market == "eu"
    assert book.of(date(2025, 5, 1), "eu").market == ""
    assert [one.variant for one in book.variants] == [0, 1, 2]


def test_a_file_that_changed_is_read_again(tmp_path) -> None:
    older, newest = tmp_path / "older.toml", tmp_path / "newest.toml"
    older.write_text(from_day("2020-01-01"), "utf-8")
    newest.write_text(SALON.replace(HEAD, f'{HEAD}\nearlier = ["older.toml"]', 1), "utf-8")

    first = load_book(str(newest))
    assert load_book(str(newest)) is first

    older.write_text(from_day("2019-01-01"), "utf-8")
    assert load_book(str(newest)).variants[-1].effective_from == date(2019, 1, 1)
    newest.write_text(SALON, "utf-8")
    assert load_book(str(newest)).newest.earlier == ()
    newest.unlink()
    with pytest.raises(PolicyError, match="no such policy"):
        load_book(str(newest))
