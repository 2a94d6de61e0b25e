"""What the commands do that change something: run a night, record a decision, simulate."""

import argparse
import gc
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.settings import Settings
from tutor_reliability import policy as policies
from tutor_reliability.answers import Published
from tutor_reliability.cases import rule_of_case
from tutor_reliability.engines.choice import check
from tutor_reliability.errors import UsageError
from tutor_reliability.home import Home
from tutor_reliability.ledger import Decision
from tutor_reliability.policy.book import read_book

_COLLECT_AFTER = 100_000
"""Objects made before Python looks for cycles among them: at its own 700, looking at what the
libraries hold was a tenth of a small night."""


def run(where: Settings, *, as_of: str, as_json: bool, everything: bool = False) -> int:
    """Run a night; what can be refused without Dagster is refused before it is loaded.

    Args:
        where: The home and what goes into the night.
        as_of: The night, or '' for the last that the logs cover.
        as_json: Whether progress and summary are for programs.
        everything: Ask checks of all rows, those too that were proven on a night before.
    """
    gc.set_threshold(_COLLECT_AFTER)
    from tutor_reliability import landing, sources  # noqa: PLC0415

    check(where.engine)
    policies.load(where.policy)
    asked = sources.named(where.source)
    landing.discover(where.logs, asked)
    passed_over = landing.unclaimed(where.logs, asked)
    if passed_over and not as_json:
        _say(f"passed over, no source claims them: {', '.join(passed_over)}")
    from pipelines.night_run import run_night  # noqa: PLC0415
    from pipelines.watch import summary, watching  # noqa: PLC0415

    with watching(as_json=as_json) as watch:
        ran = run_night(where, as_of=as_of, watch=watch, everything=everything)
    if as_json:
        _say(json.dumps({**ran.facts.as_values(), "seconds": round(ran.seconds, 3)}))
    else:
        for line in summary(ran, str(where.home / "site" / "index.html")):
            _say(line)
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person asked to record, as given on the command line."""

    action: str
    subject: str
    by: str
    reason: str
    until: date | None
    event: str | None = None


def decide(home: Path, decided: Decided) -> int:
    """Record a decision on what the published run shows; it counts from that run's day."""
    if not decided.by.strip() or not decided.reason.strip():
        raise UsageError("--by and --reason: are empty; a decision needs a person and their words")
    if decided.until is not None and decided.action != "pause":
        raise UsageError(f"--until: goes with pause, not with {decided.action}")
    if (decided.event is not None) != (decided.action == "release"):
        raise UsageError("--event: goes with release, and release with it: what has happened?")
    place = Home(path=home)
    published = Published(place.shelf.current())
    case_id, tutor_id, session_id = _subject(published, decided.action, decided.subject)
    if case_id is not None and decided.event is not None:
        _refuse_other_exits(published, case_id, decided.event)
    number = place.ledger.record(
        Decision(
            action=decided.action,
            tutor_id=tutor_id,
            case_id=case_id,
            session_id=session_id,
            decided_by=decided.by.strip(),
            reason=decided.reason.strip(),
            effective_on=published.run.day,
            until=decided.until,
            run_id=published.run.run_id,
            recorded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            event=decided.event,
        )
    )
    _say(f"recorded as decision {number}; the next run takes it into account")
    return 0


def _refuse_other_exits(published: Published, case_id: str, event: str) -> None:
    """Refuse to record what would change nothing: the case's effect ends by something else."""
    text = (published.folder / "policy.toml").read_text(encoding="utf-8")
    rule = rule_of_case(case_id)
    variants = read_book(text, file="policy.toml", beside=None).variants
    rules = [its for variant in variants for its in variant.rules if its.name == rule]
    exits = {one for its in rules for one in its.effect.exits}
    if rules and event not in exits:
        expected = f"one of {', '.join(sorted(exits))}" if exits else "none: it ends by itself"
        raise UsageError(
            f"--event: {event} does not end {rule}, expected {expected}; a case is closed by "
            "dismiss, uphold or pause"
        )


def _subject(published: Published, action: str, subject: str) -> tuple[str | None, str, str | None]:
    if action == "excuse":
        session = published.session(subject)
        if session["tutor_id"] is None:
            raise UsageError(f"{subject}: names no tutor, so there is nothing to excuse")
        return None, str(session["tutor_id"]), subject
    tutors = published.rows(
        "select tutor_id from {mart.tutors} where tutor_id = $id", {"id": subject}
    )
    if tutors and action in ("pause", "lift"):
        return None, subject, None
    if action == "lift":
        published.eligibility(subject)
    case = published.case(subject)
    return subject, str(case["tutor_id"]), None


def simulate(asked: argparse.Namespace, until: date) -> int:
    """Write a marketplace with known truth."""
    from tutor_reliability.simulate import simulate as write  # noqa: PLC0415

    out: Path = asked.out
    summary = write(
        out,
        tutors=asked.tutors,
        days=asked.days,
        seed=asked.seed,
        until=until,
        layout=asked.layout,
    )
    rows = ", ".join(f"{number:,} {log}" for log, number in summary.rows.items())
    _say(f"{out}: {rows}; {summary.planted} planted faults, late rate {summary.late_rate:.1%}")
    return 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command line speaks
