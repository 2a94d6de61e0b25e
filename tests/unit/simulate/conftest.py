"""Simulated marketplaces as their readers see them: files of text."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tutor_reliability.simulate import SimulationSummary, simulate

LOGS = ("sessions", "cancellations", "contacts", "feedback", "tutors")


def rows_of(path):
    """Read a file as text, each row with its line; the header is line 1."""
    with gzip.open(path) as file:
        frame = pl.read_csv(file.read(), infer_schema=False)
    return frame.with_columns(line=pl.int_range(2, pl.len() + 2, dtype=pl.Int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a simulation wrote."""

    out: Path
    summary: SimulationSummary

    def bytes(self):
        """Give the bytes of each file by its path."""
        files = sorted(path for path in self.out.rglob("*") if path.is_file())
        return {str(path.relative_to(self.out)): path.read_bytes() for path in files}

    def log(self, name):
        """Read a log, each row with its file and line, in the order of delivery."""
        files = sorted(self.out.glob(f"{name}*/*.gz")) or [self.out / f"{name}.csv.gz"]
        return pl.concat(
            rows_of(path).with_columns(file=pl.lit(str(path.relative_to(self.out))))
            for path in files
        )

    def clean(self, name):
        """Read a log without its planted rows."""
        planted = self.planted().filter(pl.col("log") == name)
        return self.log(name).join(planted, on=["file", "line"], how="anti")

    def planted(self):
        """Read which rows were planted; incidents are no rows."""
        return self.truth_rows().filter(pl.col("line").is_not_null())

    def truth_rows(self):
        """Read truth_rows.csv."""
        path = self.out / "truth_rows.csv"
        return pl.read_csv(path, schema_overrides={"id": pl.String, "line": pl.Int64})

    def truth(self):
        """Read truth.csv."""
        return pl.read_csv(self.out / "truth.csv", schema_overrides={"change_day": pl.Date})


@pytest.fixture(scope="session")
def make_world(tmp_path_factory):
    """Give a function that simulates a world in a folder of its own."""

    def make(**arguments):
        out = tmp_path_factory.mktemp("world") / "logs"
        return World(out=out, summary=simulate(out, **arguments))

    return make


@pytest.fixture(scope="session")
def small(make_world):
    return make_world(tutors=40, days=120, seed=3)


@pytest.fixture(scope="session")
def small_by_night(make_world):
    return make_world(tutors=40, days=120, seed=3, layout="daily")


@pytest.fixture(scope="session")
def usual(make_world):
    return make_world()
