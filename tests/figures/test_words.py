"""Names become file names without harm, and shares are said the same on page and in script."""

import re

from hypothesis import given
from hypothesis import strategies as st

from dashboards import words
from dashboards.pages.grid import PERCENTS, percent_code, share_of
from dashboards.words import slugs


@given(st.sets(st.text(max_size=80), max_size=30))
def test_every_tutor_has_a_file_name_of_its_own(ids):
    names = slugs(ids)

    assert set(names) == ids
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", name) for name in names.values())


def test_ids_that_a_folder_would_confuse_are_hashed():
    names = slugs(["t-1", "T-1", "..", "con", "a/b", "x" * 90, "T-2"])

    assert names["T-2"] == "T-2"
    assert all(name.startswith("h.") for one, name in names.items() if one != "T-2")


@given(st.floats(0, 1))
def test_a_share_is_said_alike_by_page_and_script(share):
    code = percent_code(share)

    assert PERCENTS[code] == words.percent(share)
    assert abs(share_of(code) - share) <= 0.0011


def test_an_unknown_share_has_no_place_on_a_scale():
    assert share_of(percent_code(None)) is None
