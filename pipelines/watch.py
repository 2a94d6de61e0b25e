"""How a night looks while it runs: a live table in a terminal, plain lines or JSON elsewhere."""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipelines.night_run import Progress, Ran, Step

_SIGNS = {"success": "ok", "failure": "FAILED", "skipped": "skipped", "running": "...", "": "..."}
_STYLES = {"success": "green", "failure": "bold red", "skipped": "dim", "running": "cyan"}


@contextmanager
def watching(*, as_json: bool) -> Generator[Callable[[Progress], None]]:
    """Give the watcher that fits where the output goes."""
    if as_json:
        yield _Lines(_json_line)
    elif sys.stdout.isatty():
        with Live(console=Console(), refresh_per_second=8) as live:
            yield lambda progress: live.update(_table(progress))
    else:
        yield _Lines(_plain_line)


class _Lines:
    """Prints each step once, when it has ended; how far a long one is goes to stderr."""

    def __init__(self, line: Callable[[Step], str]) -> None:
        self._line = line
        self._told: set[str] = set()
        self._said = ""

    def __call__(self, progress: Progress) -> None:
        for name, step in progress.steps.items():
            if step.said and step.ended is None and step.said != self._said:
                self._said = step.said
                print(f"{'...':8}{step.said}", file=sys.stderr, flush=True)  # noqa: T201
            if step.ended is not None and name not in self._told:
                self._told.add(name)
                print(self._line(step), flush=True)  # noqa: T201 - what people watch


def _plain_line(step: Step) -> str:
    rows = f"{step.rows:,}" if step.rows is not None else ""
    return f"{_SIGNS.get(step.state, step.state):8}{step.name:40}{rows:>12}{step.seconds:9.1f} s"


def _json_line(step: Step) -> str:
    return json.dumps(
        {
            "step": step.name,
            "state": step.state,
            "rows": step.rows,
            "seconds": round(step.seconds, 3),
        }
    )


def _table(progress: Progress) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading, justify in (
        ("", "left"),
        ("step", "left"),
        ("rows", "right"),
        ("seconds", "right"),
        ("", "left"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for step in progress.steps.values():
        table.add_row(
            Text(_SIGNS.get(step.state, step.state), style=_STYLES.get(step.state, "")),
            step.name,
            f"{step.rows:,}" if step.rows is not None else "",
            f"{step.seconds:.1f}",
            step.said if step.ended is None else "",
        )
    return table


def summary(ran: Ran, site: str) -> list[str]:
    """Say how a night went, in a few lines."""
    facts = ran.facts
    counts, gate = facts.counts, facts.gate
    checks = ran.progress.checks_passed + len(ran.progress.checks_failed)
    landed = (
        f"Logs: {counts['received']:,} rows received = {counts['landed']:,} landed + "
        f"{counts['duplicate']:,} duplicate + {counts['superseded']:,} superseded + "
        f"{counts['rejected']:,} rejected"
    )
    lines = [
        f"Night of {facts.as_of}, run {facts.run_id}, {ran.seconds:.1f} s",
        landed,
        f"Checks: {ran.progress.checks_passed} of {checks} passed, gate {gate.state}",
    ]
    lines += [f"  warning: {one}" for one in gate.warned]
    lines += [f"Healed: {one}" for one in ran.healed]
    return [*lines, f"Pages: {site}"]
