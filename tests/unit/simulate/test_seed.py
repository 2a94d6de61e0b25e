"""The same arguments give the same bytes, other arguments others."""

import subprocess
import sys

import pytest


def test_same_seed_same_bytes(make_world, small):
    assert make_world(tutors=40, days=120, seed=3).bytes() == small.bytes()


def test_same_bytes_in_a_process_that_hashes_otherwise(small, tmp_path):
    program = (
        "from pathlib import Path; from tutor_reliability.simulate import simulate;"
        f"simulate(Path({str(tmp_path)!r}), tutors=40, days=120, seed=3)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONHASHSEED": "4711"})

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == small.bytes()


def test_other_seed_other_bytes(make_world, small):
    other = make_world(tutors=40, days=120, seed=4).bytes()

    assert [name for name, content in small.bytes().items() if other[name] == content] == []


def test_files_hold_neither_time_nor_name(small):
    headers = {content[:10] for name, content in small.bytes().items() if name.endswith(".gz")}

    assert headers == {b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"}


def test_nothing_half_written_is_left(small):
    assert [name for name in small.bytes() if name.endswith(".part")] == []


@pytest.mark.parametrize("layout", ["single", "daily"])
def test_progress_names_each_step_and_finishes_it(make_world, layout):
    told = {}
    make_world(tutors=3, days=5, layout=layout, progress=told.__setitem__)

    assert list(told) == [
        "live",
        "write sessions",
        "write cancellations",
        "write contacts",
        "write feedback",
        "write tutors",
    ]
    assert set(told.values()) == {1.0}
