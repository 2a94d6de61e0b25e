"""A text is gone through in pieces: what stands in a later one is found where it stands."""

import polars as pl
import pytest

from tutor_reliability.landing.compare import _alike

HEADER = "session_id,tutor_id,scheduled_start,status"
LONG = "ü" * 200
ROWS = [f"S{number},{LONG},2026-03-01T10:00:00Z,scheduled" for number in range(3_000)]
"""Over a million bytes, more than four pieces."""
BAD = {number: f"S{number},{LONG},yesterday,scheduled" for number in (0, 1_200, 1_201, 2_999)}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["sessions.csv", "sessions.csv.gz"])
@pytest.mark.parametrize("blank", [0, 3])
def test_a_rejected_row_is_kept_from_whichever_piece(world, name, end, blank):
    rows = [BAD.get(number, row) for number, row in enumerate(ROWS)]
    world.write(name, end.join([HEADER, *rows, ""]) + end * blank)

    delivery = world.land()[name]

    assert (delivery.received, delivery.landed) == (3_000, 2_996)
    kept = world.ask("select line, row from raw.rejected_rows order by line")
    assert kept == [(number + 2, row) for number, row in BAD.items()]


def test_what_comes_again_in_a_later_piece_is_a_duplicate(world):
    delivery = world.land_sessions(*ROWS, ROWS[7], ROWS[2_999], header=HEADER)

    assert (delivery.landed, delivery.duplicate) == (3_000, 2)


def test_places_are_given_of_hashes_that_come_twice_or_more():
    hashes = {0: 5, 1: 2**32 - 1, 2: 5, 3: 0, 4: 2**32 - 1, 5: 5, 6: 7}
    marks = [(one << 32) | place for place, one in hashes.items()]

    found = _alike(pl.Series("mark", marks, dtype=pl.UInt64))

    assert sorted(found) == [0, 1, 2, 4, 5]
