"""A home: the folder a night works in, and the lock that lets one night in at a time."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tutor_reliability.errors import HomeBusyError, HomeStateError
from tutor_reliability.ledger import Ledger
from tutor_reliability.publish import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where everything of one marketplace is kept."""

    path: Path

    @property
    def ledger(self) -> Ledger:
        """The file of people's decisions."""
        return Ledger(self.path / "ledger.sqlite")

    @property
    def shelf(self) -> Shelf:
        """What readers get."""
        return Shelf(self.path)

    @property
    def dagster(self) -> Path:
        """Where Dagster keeps its history."""
        return self.path / "dagster"

    @contextmanager
    def alone(self) -> Generator[None]:
        """Hold the home for one run; the kernel lets go of it even when the run is killed.

        Raises:
            HomeBusyError: Another run holds it.
            HomeStateError: The folder cannot be written.
        """
        lock = self.path / "run.lock"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = lock.open("a+", encoding="utf-8")
        except OSError as error:
            raise HomeStateError(
                f"{self.path}: cannot be used as a home: {error.strerror}; name a folder that can "
                "be written with --home"
            ) from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                raise HomeBusyError(
                    f"{self.path}: is held by another run (process {holder}); expected to be "
                    "alone; wait for it to end, or name another --home"
                ) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
            file.truncate(0)
