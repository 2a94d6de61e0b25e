"""Whose the CPU seconds of a command are: `python -m benchmarks.overhead.owners run ...`.

Every few milliseconds of CPU time, of all threads, a look at the stack says who is at work: the
library that is being imported, or whose function is innermost among those named below. A thread of
its own looks: a signal would wait until the main thread has come back from whatever it called. The
result goes, as JSON, to the file that an environment variable names.
"""

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

TOLD_IN = "TUTOR_RELIABILITY_OWNERS"
_EVERY = 0.012
_OURS = ("pipelines", "quality", "assets", "dashboards", "tutor_reliability", "benchmarks")
_LIBRARIES = ("dagster", "great_expectations", "scipy", "polars", "duckdb")
_WAITING = ("wait", "join", "_wait_for_tstate_lock")
_PLACES = (
    ("dagster's history", "/pipelines/dagster_storage.py"),
    ("dagster's history", "/dagster/_core/storage/"),
    ("sql of the checks", "/quality/duckdb_dialect.py"),
    ("great expectations at work", "/great_expectations/"),
    ("checks, ours", "/quality/"),
    ("pages", "/dashboards/"),
    ("opening the warehouse", "/tutor_reliability/warehouse.py:open"),
    ("opening the warehouse", "/tutor_reliability/warehouse.py:connect"),
    ("opening the warehouse", "/tutor_reliability/schema.py:create_tables"),
    ("opening the warehouse", "/tutor_reliability/warehouse.py:_tables"),
    ("tables and feed", "/tutor_reliability/"),
    ("dagster at work", "/dagster/"),
    ("dagster at work", "/dagster_shared/"),
    ("watching", "/pipelines/"),
    ("watching", "/rich/"),
)
"""Who is at work, by a part of the file's path and the function; the innermost frame decides."""


def owner_of(frame: FrameType) -> str:
    """Say who is at work in a stack, given its innermost frame.

    >>> owner_of(sys._getframe())
    'else'
    """
    imported = [str(one.f_locals.get("name", "")) for one in _outwards(frame) if _is_import(one)]
    if imported:
        return f"import {_library(reversed(imported))}"
    for one in _outwards(frame):
        place = f"{one.f_code.co_filename}:{one.f_code.co_name}"
        found = next((who for who, part in _PLACES if part in place), "")
        if found:
            return found
    return "else"


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_import(frame: FrameType) -> bool:
    code = frame.f_code
    return code.co_name == "_find_and_load" and "importlib._bootstrap" in code.co_filename


def _library(imported: Iterator[str]) -> str:
    """Name the first library that is not ours, from the outermost import inwards."""
    for name in imported:
        top = name.partition(".")[0]
        if top not in _OURS:
            return top.replace("_", " ") if top in _LIBRARIES else "the rest"
    return "ours"


class Sampler:
    """Counts the CPU seconds of this process by owner, from start to stop."""

    def __init__(self) -> None:
        """Count nothing yet; what the process has used so far is the start of Python."""
        self._last = time.process_time()
        self._seconds = defaultdict[str, float](float, {"start of python": self._last})
        self._stopped = threading.Event()

    def start(self) -> None:
        """Look from now on, often enough for a thread to be caught where it is."""
        sys.setswitchinterval(_EVERY / 6)
        threading.Thread(target=self._watch, name="owners", daemon=True).start()

    def stop(self) -> dict[str, float]:
        """Stop looking; gives the seconds by owner, the most first."""
        self._stopped.set()
        dearest = sorted(self._seconds.items(), key=lambda item: -item[1])
        return {who: round(seconds, 2) for who, seconds in dearest}

    def _watch(self) -> None:
        main = threading.main_thread().ident
        while not self._stopped.wait(_EVERY):
            now = time.process_time()
            frame = sys._current_frames().get(main or 0)  # noqa: SLF001 - the one way to see it
            if frame is not None and now - self._last >= _EVERY:
                self._seconds[owner_of(_at_work(frame))] += now - self._last
                self._last = now


def _at_work(main: FrameType) -> FrameType:
    """Give the frame of the thread that works: another one while the main thread waits for it."""
    names = [one.f_code.co_name for one, _ in zip(_outwards(main), range(5), strict=False)]
    if not any(name in _WAITING for name in names):
        return main
    frames = sys._current_frames()  # noqa: SLF001 - the one way to see another thread's stack
    others = (one.ident for one in threading.enumerate() if one.name == "night")
    return next((frames[one] for one in others if one in frames), main)


def main() -> None:
    """Run a command of ours, counting."""
    sampler = Sampler()
    sampler.start()
    from pipelines.cli import main as command  # noqa: PLC0415 - counted

    code = command(sys.argv[1:])
    told = sampler.stop()
    if TOLD_IN in os.environ:
        Path(os.environ[TOLD_IN]).write_text(json.dumps(told), encoding="utf-8")
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
