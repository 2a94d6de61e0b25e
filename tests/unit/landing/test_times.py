"""Times are read as they were written, or not at all."""

import pytest

from tutor_reliability.errors import SourceError
from tutor_reliability.sources import Source

LISBON = Source(timezone="Europe/Lisbon")


def start_of(world, written, source=None):
    """Land one session with that start; gives its start in UTC, or why it was rejected."""
    given = {"source": source} if source else {}
    delivery = world.land_sessions(f'S1,T1,,,"{written}",,scheduled', **given)
    if delivery.rejected:
        return world.reasons[0]
    return world.one("select strftime(scheduled_start, '%Y-%m-%d %H:%M:%S.%g') from raw.sessions")


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-01 10:00:00.000"),
        ("2026-03-01T10:00:00+00:00", "2026-03-01 10:00:00.000"),
        ("2026-03-01T10:00:00+0530", "2026-03-01 04:30:00.000"),
        ("2026-03-01 10:00:00-04", "2026-03-01 14:00:00.000"),
        ("2026-03-01 10:00:00 UTC", "2026-03-01 10:00:00.000"),
        ("2026-03-01T10:00Z", "2026-03-01 10:00:00.000"),
        ("2026-03-01T10:00:00.250Z", "2026-03-01 10:00:00.250"),
        ("2026-02-28T24:00:00Z", "2026-03-01 00:00:00.000"),
        ("2026-03-01T10:00:00", "no_offset"),
        ("2026-03-01", "no_offset"),
        ("2026-02-30T10:00:00Z", "bad_time"),
        ("2026-03-01T10:00:00+99:99", "bad_time"),
        ("2026-03-01T10:00:00 Europe/London", "bad_time"),
        ("01/03/2026 10:00", "bad_time"),
        ("1772359200", "bad_time"),
        ("20260301T100000Z", "bad_time"),
        ("26-03-01T10:00:00.00Z", "bad_time"),
        ("infinity", "bad_time"),
        ("now", "bad_time"),
        ("NULL", "bad_time"),
        ("0000-01-01T00:00:00Z", "sentinel_date"),
        ("1900-01-01T00:00:00Z", "sentinel_date"),
        ("1999-12-31T23:59:59Z", "sentinel_date"),
        ("2000-01-01T00:00:00Z", "2000-01-01 00:00:00.000"),
        ("2100-01-01T00:00:00Z", "sentinel_date"),
        ("9999-12-31T23:59:59Z", "sentinel_date"),
    ],
)
def test_iso_8601_with_an_offset_or_nothing(world, written, start):
    assert start_of(world, written) == start


@pytest.mark.parametrize(
    ("written", "start"),
    [
        pytest.param("2026-07-01T10:00:00", "2026-07-01 09:00:00.000", id="summer"),
        pytest.param("2026-01-01 10:00", "2026-01-01 10:00:00.000", id="winter"),
        pytest.param("2026-07-01", "2026-06-30 23:00:00.000", id="a day is its local midnight"),
        pytest.param("2026-07-01T10:00:00Z", "2026-07-01 10:00:00.000", id="an offset is believed"),
        pytest.param("2026-03-29T01:30:00", "clock_change", id="skipped in March"),
        pytest.param("2026-10-25T01:30:00", "clock_change", id="twice in October"),
        pytest.param("2026-03-29T00:59:59", "2026-03-29 00:59:59.000", id="before the skip"),
        pytest.param("2026-03-29T02:00:00", "2026-03-29 01:00:00.000", id="after the skip"),
        pytest.param("2026-10-25T00:59:59", "2026-10-24 23:59:59.000", id="before the doubling"),
        pytest.param("2026-10-25T02:00:00", "2026-10-25 02:00:00.000", id="after the doubling"),
    ],
)
def test_a_source_with_a_zone_reads_local_times(world, written, start):
    assert start_of(world, written, LISBON) == start


@pytest.mark.parametrize("written", ["2026-07-01T10:00:00Z", "2026-07-01T10:00:00+05:30"])
def test_a_lying_offset_is_overridden(world, written):
    source = Source(timezone="Europe/Lisbon", overrides_offset=True)

    assert start_of(world, written, source) == "2026-07-01 09:00:00.000"


def test_the_clock_of_a_zone_that_skips_midnight(world):
    source = Source(timezone="America/Sao_Paulo")

    assert start_of(world, "2017-10-15T00:30:00", source) == "clock_change"


def formats(*listed, zone="UTC"):
    return Source(timezone=zone, date_formats={"sessions": {"scheduled_start": listed}})


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("03/04/2026 10:00", "2026-04-03 10:00:00.000"),
        ("25/12/2025 10:00", "2025-12-25 10:00:00.000"),
        ("12/25/2025 10:00", "bad_time"),
        ("2026-04-03T10:00:00Z", "bad_time"),
    ],
)
def test_a_listed_format_is_the_only_one(world, written, start):
    assert start_of(world, written, formats("%d/%m/%Y %H:%M")) == start


def test_a_format_may_state_the_offset(world):
    source = formats("%d.%m.%Y %H:%M %z", zone=None)

    assert start_of(world, "03.04.2026 10:00 +0200", source) == "2026-04-03 08:00:00.000"


def test_a_listed_format_is_read_in_the_zone(world):
    source = formats("%d/%m/%Y %H:%M", zone="Europe/Lisbon")

    assert start_of(world, "01/07/2026 10:00", source) == "2026-07-01 09:00:00.000"
    assert start_of(world, "25/10/2026 01:30", source) == "clock_change"


def test_two_formats_of_which_one_fits_are_fine(world):
    source = formats("%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")

    assert start_of(world, "2026-04-03 10:00", source) == "2026-04-03 10:00:00.000"


def test_two_formats_that_both_fit_refuse_the_file(world):
    source = formats("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")

    with pytest.raises(
        SourceError, match=r"sessions.csv: line 3: .*'03/04/2026 10:00'.*'canonical'"
    ):
        world.land_sessions(
            "S1,T1,,,25/12/2025 10:00,,scheduled",
            "S2,T1,,,03/04/2026 10:00,,scheduled",
            source=source,
        )
    assert world.ask("select * from raw.deliveries where log = 'sessions'") == []


def test_a_roster_date_may_have_a_format(world):
    source = Source(date_formats={"tutors": {"joined_at": ("%d.%m.%Y",)}})
    world.csv("tutors.csv", "tutor_id,joined_at", "T1,03.04.2020", "T2,2020-04-03", "T3,")
    world.land(source)

    assert world.ask("select tutor_id, joined_at::varchar from raw.tutors order by all") == [
        ("T1", "2020-04-03"),
        ("T3", None),
    ]
    assert world.rejected == [(3, "bad_date")]


@pytest.mark.parametrize(
    ("rows", "precision"),
    [
        pytest.param(["2026-03-01T00:00:00Z", "2026-03-02T00:00:00+05:30", ""], "day", id="all"),
        pytest.param(["2026-03-01T00:00:00Z", "2026-03-02T10:00:00Z"], "second", id="not all"),
        pytest.param(["", ""], "second", id="none"),
    ],
)
def test_a_file_of_midnights_knows_days(world, rows, precision):
    world.land_cancellations(*(f"S{place},{row},tutor" for place, row in enumerate(rows)))

    assert world.ask("select distinct precision from raw.cancellations") == [(precision,)]


def test_each_file_is_looked_at_by_itself(world):
    header = "session_id,cancelled_at,initiator"
    world.csv("cancellations_1.csv", header, "S1,2026-03-01T00:00:00Z,tutor")
    world.csv("cancellations_2.csv", header, "S2,2026-03-01T10:00:00Z,tutor")
    world.land()

    assert world.ask("select session_id, precision from raw.cancellations order by 1") == [
        ("S1", "day"),
        ("S2", "second"),
    ]


def test_the_row_goes_before_the_source_and_the_source_before_the_looks(world):
    world.land_cancellations(
        "S1,2026-03-01T00:00:00Z,tutor,minute",
        "S2,2026-03-01T00:00:00Z,tutor,",
        header="session_id,cancelled_at,initiator,precision",
        source=Source(precision="second"),
    )

    assert world.ask("select session_id, precision from raw.cancellations order by 1") == [
        ("S1", "minute"),
        ("S2", "second"),
    ]


def test_a_time_without_a_time_of_day_is_a_day(world):
    world.land_cancellations(
        "S1,2026-03-01,tutor", "S2,2026-03-01T10:00:00Z,tutor", source=Source(timezone="UTC")
    )

    assert world.ask("select session_id, precision from raw.cancellations order by 1") == [
        ("S1", "day"),
        ("S2", "second"),
    ]


def test_a_format_without_a_time_of_day_is_a_day(world):
    listed = ("%d/%m/%Y", "%d/%m/%Y %H:%M")
    source = Source(timezone="UTC", date_formats={"cancellations": {"cancelled_at": listed}})
    world.land_cancellations("S1,01/03/2026,tutor", "S2,01/03/2026 10:00,tutor", source=source)

    assert world.ask("select session_id, precision from raw.cancellations order by 1") == [
        ("S1", "day"),
        ("S2", "second"),
    ]
