"""A real log of two hotels, where it is at hand."""

from pathlib import Path

import pytest

from tutor_reliability.landing import land
from tutor_reliability.sources import Source

HOTEL = Path(__file__).parents[4] / "shared" / "data" / "hotel"


@pytest.mark.skipif(not HOTEL.is_dir(), reason="the hotel log is not beside this checkout")
def test_every_row_of_the_hotel_log_lands(world):
    sessions, cancellations = land(world.con, HOTEL, source=Source(precision="second"))

    assert (sessions.received, sessions.landed, sessions.rejected) == (119_390, 119_390, 0)
    assert (cancellations.received, cancellations.landed) == (43_017, 43_017)
    assert sessions.warned == world.one(
        "select count(*) from raw.sessions where duration_minutes is null"
    )
    assert world.one("select count(distinct tutor_id) from raw.sessions") == 671
    assert world.ask("select distinct precision from raw.cancellations") == [("second",)]
