"""What is measured: the evidence of a night, apart by what the database does and what follows."""

import hashlib
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import ParamSpec, TypeVar

from assets import sql
from benchmarks.evidence_night.history import LAST_DAY, NIGHT, bring_night, write
from benchmarks.evidence_night.sessions import write_sessions
from benchmarks.job import CACHE
from tutor_reliability.evidence_build import refresh_signals
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.memory import program
from tutor_reliability.evidence_build.question import Detector, Question
from tutor_reliability.evidence_build.rates import one_in, rates_of
from tutor_reliability.evidence_build.side import sides_of
from tutor_reliability.night import Night
from tutor_reliability.outcomes_build import write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened, Warehouse

_MEMORY = "4GB"
_WORTH_TELLING = 0.05
_KINDS = (
    *("stage", "stage_frame", "select", "frame", "row", "count"),
    *("insert", "replace", "take", "append"),
)
P = ParamSpec("P")
T = TypeVar("T")
Figures = dict[str, float]


def prepare(tutors: int) -> None:
    """Make the marketplace, and the warehouse brought to its last night, where they are missing."""
    _brought(tutors)
    _with_sessions(tutors)


def first(tutors: int) -> Figures:
    """Weigh the whole history, nothing of it weighed before."""
    with _copy_of(_made(tutors)) as path, Warehouse(path).open() as opened:
        return _weigh(opened, Night(as_of=LAST_DAY, timezone="UTC"))


def next(tutors: int) -> Figures:  # noqa: A001 - a night's name
    """Weigh the night after, with the day it brings and a few excuses."""
    with _copy_of(_brought(tutors)) as path, Warehouse(path).open() as opened:
        bring_night(opened)
        return _weigh(opened, Night(as_of=NIGHT, timezone="UTC"))


def sides(tutors: int) -> Figures:
    """Ask the side detectors alone; what they need of the rates is made before."""
    with _copy_of(_with_sessions(tutors)) as path, Warehouse(path).open() as opened:
        return _weigh(opened, Night(as_of=LAST_DAY, timezone="UTC"), _sides)


def _sides(question: Question) -> Found:
    question.stage("stage.evidence_tutors", one_in=one_in(question))
    return sides_of(question)


def _weigh(opened: Opened, night: Night, detector: Detector = rates_of) -> Figures:
    book = load_book("itutor")
    opened.con.execute(f"set memory_limit = '{_MEMORY}'")
    write_policy(opened, book)
    spent: Figures = {}
    timed = _Timed(con=opened.con, path=opened.path)
    timed.spend(spent)
    began = process_time()
    done = refresh_signals(timed, sql.model, book, night, detectors=(detector,))
    whole = process_time() - began
    in_sql = sum(spent.values())
    return {
        "cpu_s_in_sql": round(in_sql, 2),
        "cpu_s_past_it": round(whole - in_sql, 2),
        "signals": done.signals,
        "points": done.points,
        "events": done.events,
        **{name: round(cost, 2) for name, cost in spent.items() if cost > _WORTH_TELLING},
    }


class _Timed(Opened):
    """A warehouse that adds up what it costs, by the table or query asked for."""

    __slots__ = ("__dict__",)

    def spend(self, spent: Figures) -> None:
        """Add up into these figures from here on."""
        self.is_counting = False
        for kind in _KINDS:
            setattr(self, kind, self._timed(getattr(self, kind), spent))

    def _timed(self, call: Callable[P, T], spent: Figures) -> Callable[P, T]:
        """Count what a call costs, with all that it calls in turn."""

        def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            if self.is_counting:
                return call(*args, **kwargs)
            self.is_counting, began = True, process_time()
            found = call(*args, **kwargs)
            name = " ".join(str(args[0]).split())[:60]
            spent[name] = spent.get(name, 0.0) + process_time() - began
            self.is_counting = False
            return found

        return timed


def _made(tutors: int) -> Path:
    home = CACHE / "evidence-night" / str(tutors)
    home.mkdir(parents=True, exist_ok=True)
    return _kept(home / f"made-{_contracts()}.duckdb", None, lambda opened: write(opened, tutors))


def _brought(tutors: int) -> Path:
    made = _made(tutors)
    path = made.with_name(f"brought-{_contracts()}-{program(sql.model)}.duckdb")
    last = Night(as_of=LAST_DAY, timezone="UTC")
    return _kept(path, made, lambda opened: _weigh(opened, last))


def _with_sessions(tutors: int) -> Path:
    made = _made(tutors)
    path = made.with_name(f"sessions-{_contracts()}.duckdb")
    return _kept(path, made, lambda opened: write_sessions(opened, tutors))


def _kept(path: Path, begun: Path | None, finish: Callable[[Opened], object]) -> Path:
    """Make a warehouse where it is missing, of one begun before, in place of what another made."""
    if not path.exists():
        for old in path.parent.glob(f"{path.name.partition('-')[0]}[-.]*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        if begun is not None:
            shutil.copy(begun, unfinished)
        with Warehouse(unfinished).open() as opened:
            finish(opened)
        unfinished.rename(path)
    return path


@cache
def _contracts() -> str:
    """Name the tables as they are: a warehouse of others is refused."""
    told = repr([(one.name, one.columns) for one in TABLES.values()])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@contextmanager
def _copy_of(path: Path) -> Generator[Path]:
    with TemporaryDirectory(dir=path.parent) as folder:
        yield Path(shutil.copy(path, folder))
