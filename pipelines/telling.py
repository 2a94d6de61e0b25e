"""What the commands do that only tell: explain, eligibility, status."""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import datetime
from pathlib import Path

from pipelines.harmless import harmless
from tutor_reliability.answers import Explanation, Published, Row, SessionExplanation
from tutor_reliability.home import Home
from tutor_reliability.publish import defused
from tutor_reliability.sentences import chance_percent, percent


def explain(home: Path, subject: str, *, everything: bool, as_json: bool) -> int:
    """Tell every number behind one tutor's status, or where one session stands."""
    published = Published(Home(path=home).shelf.current())
    found = (
        published.explain(subject)
        if published.knows_tutor(subject)
        else published.explain_session(subject)
    )
    if as_json:
        _say(json.dumps(_record(found), indent=2, ensure_ascii=False, default=_written))
        return 0
    if isinstance(found, Explanation):
        lines = _explained(found, everything=everything)
    else:
        from pipelines.telling_sessions import session_lines  # noqa: PLC0415 - only who asks waits

        told = _session_line(found.session) if found.session else ""
        lines = session_lines(found, told=told)
    for line in lines:
        _say(line)
    return 0


def eligibility(home: Path, tutor_id: str | None, *, form: str) -> int:
    """Tell what may be offered to one tutor, or to all."""
    published = Published(Home(path=home).shelf.current())
    rows = published.eligibility(tutor_id, brief=form == "table")
    if form == "json":
        _say(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
    elif form == "csv":
        _csv(rows)
    else:
        for line in _eligibility_lines(rows):
            _say(line)
    return 0


def status(home: Path) -> int:
    """Tell how the last night went."""
    run = Published(Home(path=home).shelf.current()).run
    trusted = f", trusted as of {run.trusted_as_of or 'no night yet'}" if run.gate.failed else ""
    _say(f"data as of {run.as_of}, run {run.run_id}")
    _say(f"policy {run.policy.id} {run.policy.version}")
    _say(f"gate {run.gate.state}{trusted}")
    for name in run.gate.failed:
        _say(f"  red: {name}")
    for name in run.gate.warned:
        _say(f"  warning: {name}")
    _say(", ".join(f"{value:,} {name}" for name, value in run.counts.items()))
    return 0


def _record(found: Explanation | SessionExplanation) -> dict[str, object]:
    """Give what was found for machines, with every figure of the evidence computed again."""
    record = _parts(found)
    if isinstance(found, Explanation) and found.evidence is not None:
        from tutor_reliability.evidence_again.found import (  # noqa: PLC0415 - only who asks waits
            records_of,
        )

        evidence = _parts(found.evidence) | {"recomputed": records_of(found.evidence)}
        del evidence["sessions"]  # of everybody the tutor's students know
        record["evidence"] = evidence
    return record


def _parts(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}  # type: ignore[attr-defined]


def _written(one: object) -> object:
    """Give what JSON has no word for: a dataclass by its parts, all else as text."""
    return _parts(one) if is_dataclass(one) else str(one)


def _explained(found: Explanation, *, everything: bool) -> Iterator[str]:
    name = found.tutor["display_name"] or "(no name in the roster)"
    yield f"{found.tutor['tutor_id']}  {harmless(name)}"
    yield f"As of {found.run.as_of}, run {found.run.run_id}"
    yield ""
    yield from _eligibility_lines([found.eligibility])
    yield ""
    yield "Late rate"
    for row in found.rates:
        yield f"  {_rate_line(row)}"
    for heading, rows, key in (("Flags", found.flags, "rule"), ("Cases", found.cases, "case_id")):
        yield ""
        yield heading if rows else f"{heading}: none"
        for names, row in _told_once(rows, key):
            yield f"  {names}: {harmless(row['sentence'])}"
            sessions = row["session_ids"]
            assert isinstance(sessions, list)  # noqa: S101 - a list column
            yield f"    sessions: {', '.join(harmless(one) for one in sessions)}"
    if found.evidence is not None:
        from pipelines.telling_evidence import evidence_lines  # noqa: PLC0415 - only who asks waits

        yield from evidence_lines(
            found.evidence, line_hours=found.run.policy.line_hours, everything=everything
        )
    yield ""
    yield f"Sessions that did not take place as booked, or not yet: {len(found.incidents)}"
    for row in found.incidents:
        yield f"  {_session_line(row)}"
    yield f"Sessions that took place: {len(found.completed)}" + (
        "" if everything else " (--all lists them)"
    )
    if everything:
        for row in found.completed:
            yield f"  {_session_line(row)}"


def _told_once(rows: list[Row], key: str) -> Iterator[tuple[str, Row]]:
    """Name together what says the same of the same sessions."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        alike.setdefault((str(row["sentence"]), str(row["session_ids"])), []).append(row)
    for its in alike.values():
        yield ", ".join(str(row[key]) for row in its), its[0]


def _rate_line(row: Row) -> str:
    window = (
        f"{row['window_days']:>3} days: {row['late_cancellations']} of {row['sessions']} sessions"
    )
    if row["late_rate"] is None:
        return window
    rate, low, high = (float(str(row[one])) for one in ("late_rate", "rate_low", "rate_high"))
    said = f"{window}, {percent(rate)} (plausibly {percent(low)} to {percent(high)})"
    if not row["enough"]:
        return f"{said}, too few to judge"
    chance = float(str(row["chance_over_limit"]))
    return f"{said}, chance over the limit {chance_percent(chance)}, rank {row['rank']}"


def _session_line(row: Row) -> str:
    start = row["scheduled_start"]
    assert isinstance(start, datetime)  # noqa: S101 - a timestamp column
    notice = row["notice_hours"]
    said = f"notice {float(str(notice)):.1f} h" if notice is not None else f"notice {row['notice']}"
    marks = [
        word
        for word, holds in (
            ("late", row["in_late"]),
            ("excused", row["excused"]),
            ("excuse pending", row["excuse"] == "pending"),
            ("provisional", row["provisional"]),
            ("counts in the rate", row["in_exposure"] and not row["in_late"]),
        )
        if holds
    ]
    places = [
        f"{row[f'{kind}_file']}:{row[f'{kind}_line']}"
        for kind in ("session", "cancellation")
        if row[f"{kind}_file"]
    ]
    facts = [f"{start:%Y-%m-%d %H:%M}", harmless(row["session_id"]), str(row["outcome"])]
    if row["event"] in ("cancelled", "rescheduled"):
        facts.append(said)
    return "  ".join(
        [*facts, ", ".join(marks) or "counts for nothing", f"[{', '.join(dict.fromkeys(places))}]"]
    )


def _eligibility_lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield (
            f"{harmless(row['tutor_id'])}  new: {row['new_students']}  existing: "
            f"{row['existing_students']}  trial: {row['trial_students']}"
        )
        reasons = row["reasons"]
        assert isinstance(reasons, list)  # noqa: S101 - a list column
        for reason in reasons:
            yield f"  because {harmless(reason)}"
        if row["until"] is not None:
            yield f"  until {row['until']}"
        if row["way_back"]:
            yield f"  way back: {harmless(row['way_back'])}"


def _csv(rows: list[Row]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])


def _cell(value: object) -> str:
    if isinstance(value, list):
        return defused(" | ".join(str(one) for one in value))
    return "" if value is None else defused(str(value))


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a command line speaks
