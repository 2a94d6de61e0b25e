"""Run and data quality: did it run, is it complete, what do I fix first?"""

import polars as pl

from dashboards import words
from dashboards.pages import accounts, cells, night, oddities, usual
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Kpi, Page, Tiles
from dashboards.read import Stamp


def page(facts: Facts, site: Site) -> Page:
    """Make the operators' page."""
    run = facts.run
    checks, rows, fresh = run.ask("checks"), run.ask("accounts"), usual.freshness(facts)
    return Page(
        path="run.html",
        nav="run",
        title="Run and data quality",
        finding=_finding(run.stamp, checks),
        marks=[cells.gate(run.stamp.gate)],
        parts=[
            _tiles(run.stamp, checks, rows, fresh),
            night.check_card(checks, site),
            *oddities.healed_card(facts),
            accounts.accounts_card(rows),
            usual.fresh_card(fresh),
            *usual.volume_card(facts),
            *accounts.arrivals_card(facts),
            accounts.rejected_card(facts, site),
            oddities.surge_card(facts, site),
            *oddities.amnesty_card(facts),
            oddities.burst_card(facts, site),
            night.tables_card(checks),
            usual.complete_card(run.ask("completeness").row(0, named=True)),
            accounts.files_card(facts, site),
            *night.stages_card(run.stages),
            night.inputs_card(run.stamp),
        ],
    )


def _finding(stamp: Stamp, checks: pl.DataFrame) -> str:
    broken = checks.filter(~pl.col("passed"))
    if checks.is_empty():
        return "No check has left a result, so nothing is known of the data."
    if broken.is_empty():
        return f"The night ran through and all {words.some(checks.height, 'check')} passed."
    first = broken.row(0, named=True)
    blocking = broken.filter("blocking").height
    if blocking:
        said = (
            f"{words.some(blocking, 'blocking check')} failed, so tonight's numbers were not "
            f"published; {_shown(stamp)}."
        )
    else:
        said = f"The night was published, with {words.some(broken.height, 'warning')}."
    remedy = f": {first['remedy'].rstrip('.')}" if first["remedy"] else ""
    return f"{said} First to fix: {words.plain(first['check_name'])}{remedy}."


def _shown(stamp: Stamp) -> str:
    if stamp.trusted_as_of is None:
        return "no night was trusted yet, so there is nothing to show"
    return f"the state of {words.day(stamp.trusted_as_of)} is shown"


def _tiles(stamp: Stamp, checks: pl.DataFrame, rows: pl.DataFrame, fresh: pl.DataFrame) -> Tiles:
    passed = int(checks["passed"].sum())
    failed = checks.filter(~pl.col("passed") & pl.col("blocking")).height
    warned = checks.height - passed - failed
    said, _, tone = cells.GATES.get(stamp.gate, ("Gate unknown", "?", ""))
    return Tiles(
        tiles=[
            Kpi(
                label="Gate",
                value=said.removeprefix("Gate ").capitalize(),
                note=f"night of {words.day(stamp.as_of)}",
                tone=tone,
            ),
            Kpi(
                label="Checks passed",
                value=f"{words.number(passed)} of {words.number(checks.height)}",
                note=f"{words.some(failed, 'blocking failure')}, {words.some(warned, 'warning')}",
                tone="bad" if failed else "warn" if warned else "ok",
                href="run.html#checks",
            ),
            _received(rows),
            _set_aside(rows),
            _freshest(stamp, fresh),
        ]
    )


def _received(rows: pl.DataFrame) -> Kpi:
    whole = accounts.adds_up(rows)
    files = words.some(int(rows["files"].sum() or 0), "file")
    return Kpi(
        label="Rows received",
        value=words.number(int(rows["received"].sum() or 0)),
        note=f"in {files}, all accounted for" if whole else "not all accounted for",
        tone="" if whole else "bad",
        href="run.html#rows",
    )


def _set_aside(rows: pl.DataFrame) -> Kpi:
    received, rejected = int(rows["received"].sum() or 0), int(rows["rejected"].sum() or 0)
    others = int(rows["elsewhere"].sum() or 0)
    ours = received - others
    note = f"{words.percent(rejected / ours)} of those received" if ours else "none received"
    more = f"; {words.some(others, 'other event')}" if others else ""
    return Kpi(
        label="Rows set aside",
        value=words.number(rejected),
        note=note + more,
        href="run.html#rejected",
    )


def _freshest(stamp: Stamp, fresh: pl.DataFrame) -> Kpi:
    short = fresh.filter("stops_short")
    reached = max(fresh["newest_event"].to_list(), default="unknown")
    if short.height:
        first = short.row(0, named=True)
        return Kpi(
            label="Data reach until",
            value=first["newest_event"][11:] or "unknown",
            note=f"{first['name']} stop short of {str(first['usual_newest'])[11:] or 'the day'}",
            tone="bad" if first["nights"] else "warn",
            href="run.html#fresh",
        )
    return Kpi(
        label="Data reach until",
        value=reached[11:] or "unknown",
        note=f"{reached[:10]}, {stamp.timezone}; no log stops short",
        href="run.html#fresh",
    )
