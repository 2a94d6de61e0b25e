"""Values as spreadsheets, databases and old systems write them."""

from datetime import date

import pytest

from tutor_reliability.errors import SourceError
from tutor_reliability.sources import Source

BOOKED, START, LATE = "2026-03-01T09:00:00Z", "2026-03-10T10:00:00Z", "2026-03-10T08:00:00Z"
BARE = "session_id,tutor_id,scheduled_start,status"


def test_an_id_that_lost_its_digits_is_refused_and_no_other(world):
    lost, whole = ("1.23457E+15", "1E+05"), ("1E5", "12E+3X", "0012", "OK")
    world.sessions(*(f"{name},T1,{START},completed" for name in (*lost, *whole)), header=BARE)
    landed = world.judge()["sessions.csv"]

    assert (landed.landed, landed.rejected) == (len(whole), len(lost))
    assert {name for (name,) in world.ask("select session_id from raw.sessions")} == set(whole)


@pytest.mark.parametrize("listed", [("NULL", "n/a"), ("NA", "-")], ids=str)
def test_what_the_source_lists_is_null_and_nothing_else(world, listed):
    spellings = ("NULL", "NA", "n/a", "-")
    tutors = "select tutor_id from core.session_outcomes where starts_with(session_id, '{0}')"
    world.sessions(*(f"1{one},{one},{START},completed" for one in spellings), header=BARE)
    world.judge()
    found = {one for (one,) in world.ask(tutors.format(1))}
    assert found == set(spellings), "nothing is guessed"

    world.sessions(
        *(f"2{one},{one},{START},completed" for one in spellings),
        header=BARE,
        name="sessions_2.csv",
    )
    world.judge(source=Source(name="ours", null_strings=("", *listed)))
    assert {one for (one,) in world.ask(tutors.format(2))} == {None, *spellings} - set(listed)


def test_a_null_that_nobody_listed_is_no_time(world):
    world.sessions("S1,T1,NULL,completed", f"S2,T1,{START},completed", header=BARE)
    world.judge()

    assert world.reasons == ["bad_time"]


def test_names_of_any_script_stay_as_they_are(world):
    names = ["Zoë", "Дарья", "李雷", "😀"]
    world.sessions(*(f"S{n},{one},{START},completed" for n, one in enumerate(names)), header=BARE)
    world.judge()

    found = world.ask("select tutor_id from core.session_outcomes order by session_id")
    assert [one for (one,) in found] == names


def test_bytes_that_are_no_text_cost_their_own_row_only(world):
    rows = [f"S1,T1,{START},completed", f"S2,Zo\xeb,{START},completed"]
    world.write("sessions.csv", "\n".join([BARE, *rows, ""]).encode("latin-1"))
    landed = world.judge()["sessions.csv"]

    assert (landed.landed, world.reasons) == (1, ["bad_encoding"])


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_a_stated_encoding_is_read(world, encoding):
    text = f"{BARE}\nS1,Zo\xeb,{START},completed\n"
    world.write("sessions.csv", text.encode(encoding))
    world.write("cancellations.csv", "session_id,cancelled_at,initiator\n".encode(encoding))
    world.judge(source=Source(name="old", encoding=encoding))

    assert world.row("tutor_id") == ("Zoë",)


def test_an_id_is_text_whatever_the_file_took_it_for(world):
    start = f"timestamptz '{START}' as scheduled_start, 'completed' as status"
    world.sessions(f"7,70,{START},scheduled", header=BARE, name="sessions_1.csv")
    world.jsonl(
        "sessions_2.jsonl",
        {"session_id": 7, "tutor_id": 70, "scheduled_start": START, "status": "cancelled"},
    )
    world.parquet(
        "sessions_3.parquet", f"select 7 as session_id, 70::smallint as tutor_id, {start}"
    )
    world.judge()

    assert world.ask("select session_id, tutor_id, event from core.session_outcomes") == [
        ("7", "70", "completed")
    ]
    assert world.one("select count(*) from raw.sessions") == 3


def test_a_column_of_blanks_is_a_column_of_nulls(world):
    world.sessions(*(f"S{n},T1,U1,,{START},,completed" for n in range(3)))
    landed = world.judge()["sessions.csv"]

    assert (landed.landed, landed.rejected) == (3, 0)
    assert world.one("select count(booked_at) from raw.sessions") == 0


def test_a_reason_nobody_mapped_is_kept_counted_and_excuses_nobody(world):
    header = "event_id,session_id,cancelled_at,initiator,reason_code"
    world.sessions(*(f"S{n},T1,U1,{BOOKED},{START},60,cancelled" for n in range(20)))
    world.cancellations(
        *(f"E{n},S{n},{LATE},tutor,{'Other' if n < 2 else 'illness'}" for n in range(20)),
        header=header,
    )
    world.judge()

    assert world.one("select count(*) from core.session_outcomes where reason_code = 'Other'") == 2
    found = world.check("raw.cancellations", "reasons_are_mapped", as_of=date(2026, 3, 12))
    assert (found.passed, found.blocking) == (False, False)


FORMATS = {"sessions": {"scheduled_start": ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")}}


def test_a_time_that_fits_two_formats_refuses_the_file(world):
    source = Source(name="ours", timezone="UTC", date_formats=FORMATS)
    world.sessions("S1,T1,13/03/2026 10:00,completed", "S2,T1,04/03/2026 10:00,completed",
                   header=BARE)  # fmt: skip
    with pytest.raises(SourceError, match="more than one fits"):
        world.judge(source=source)
    assert world.ask("from raw.deliveries where log = 'sessions'") == []


def test_times_that_fit_one_format_each_are_read(world):
    source = Source(name="ours", timezone="UTC", date_formats=FORMATS)
    world.sessions("S1,T1,13/03/2026 10:00,completed", "S2,T1,03/14/2026 10:00,completed",
                   "S3,T1,03/03/2026 10:00,completed", header=BARE)  # fmt: skip
    landed = world.judge(source=source)["sessions.csv"]

    assert (landed.landed, landed.rejected) == (3, 0)
    assert world.one("select max(scheduled_start)::date::varchar from raw.sessions") == "2026-03-14"
