"""What readers get: the marts, the eligibility feed and the pages, released together.

Everything is written to a draft first; then one pointer moves. A red night goes another way: it
shows the last trusted marts again, with tonight's check results, so that nobody is flagged anew.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.keys import key
from assets.resources import NightResource, WarehouseResource
from assets.timings import Stage, stages
from dashboards.pages import render_site
from tutor_reliability.policy import Policy
from tutor_reliability.policy.show import show_json
from tutor_reliability.publish import MARTS, RED, reuse_marts, write_feed, write_marts
from tutor_reliability.run_facts import FILE, Gate, PolicyFacts, RunFacts, read_run, write_json
from tutor_reliability.warehouse import Opened

PUBLISHED = ("published.marts", "published.feed", "published.site")
_WORDS = {
    "published.marts": "The tables that readers may rely on, as Parquet, one folder a run.",
    "published.feed": "Assignment eligibility as Parquet, CSV and JSON, with a manifest.",
    "published.site": "The static pages.",
}


@dg.multi_asset(
    name="published",
    specs=[
        dg.AssetSpec(
            key(one),
            deps=[
                key(mart)
                for mart in MARTS
                if not mart.startswith("quality.") and mart != "core.healed"
            ],
            description=_WORDS[one],
            group_name="published",
            kinds={"parquet" if one != "published.site" else "plotly"},
        )
        for one in PUBLISHED
    ],
)
def published(
    context: dg.AssetExecutionContext, warehouse: WarehouseResource, night: NightResource
) -> Iterator[dg.MaterializeResult]:
    """Write marts, feed and pages of tonight, then point readers to them."""
    so_far = stages(context.instance, context.run.run_id)
    with warehouse.open() as opened:
        folder = release(opened, night, so_far, red=False)
    warehouse.compact()
    for one in PUBLISHED:
        yield dg.MaterializeResult(
            asset_key=key(one),
            metadata={"folder": folder.name, "as_of": read_run(folder).as_of},
        )


def release(opened: Opened, night: NightResource, so_far: list[Stage], *, red: bool) -> Path:
    """Publish a night; a red one shows the last trusted marts again.

    Args:
        opened: The warehouse.
        night: Which night it is.
        so_far: The steps that have ended, for the run page; they alone differ between two runs.
        red: Whether a blocking check has failed.

    Returns:
        The folder of the run.
    """
    terms, shelf = night.terms(), night.shelf()
    facts = _facts(opened, terms, night, red=red)
    draft = shelf.draft(facts.run_id)
    if red:
        reuse_marts(opened, draft, shelf.last_trusted())
    else:
        write_marts(opened, draft, as_of=facts.day)
    write_json(draft / FILE, facts.as_values())
    write_json(draft / "policy.json", show_json(night.book()))
    write_json(draft / "timings.json", {"stages": so_far})
    (draft / "policy.toml").write_text(terms.text, encoding="utf-8")
    write_feed(draft, opened, facts=facts)
    render_site(draft, draft / "site")
    return shelf.release(facts.run_id, draft)


def _facts(opened: Opened, terms: Policy, night: NightResource, *, red: bool) -> RunFacts:
    tonight, shelf = night.night(opened), night.shelf()
    trusted = shelf.last_trusted() if red else None
    before = shelf.before(tonight.as_of)
    return RunFacts(
        run_id=night.run_id(opened) + (RED if red else ""),
        as_of=tonight.as_of.isoformat(),
        trusted_as_of=(read_run(trusted).as_of if trusted else None)
        if red
        else tonight.as_of.isoformat(),
        policy=PolicyFacts(
            id=terms.id,
            title=terms.title,
            version=terms.version,
            fingerprint=terms.fingerprint,
            source=terms.source,
            contact=terms.contact,
            timezone=terms.timezone,
            effective_from=terms.effective_from.isoformat(),
            line_hours=terms.line.seconds / 3600,
            limit=terms.rate.limit,
            min_volume=terms.rate.min_volume,
        ),
        gate=_gate(opened),
        counts=_counts(opened),
        previous_run_id=before.name if before else None,
    )


def _gate(opened: Opened) -> Gate:
    broken = opened.con.execute(
        "select table_name || ' ' || check_name, blocking from quality.results "
        "where not passed order by 1"
    ).fetchall()
    failed = [name for name, blocking in broken if blocking]
    warned = [name for name, blocking in broken if not blocking]
    return Gate(
        state="red" if failed else "amber" if warned else "green", failed=failed, warned=warned
    )


def _counts(opened: Opened) -> dict[str, int]:
    row = opened.row(
        "select coalesce(sum(received), 0)::bigint, coalesce(sum(landed), 0)::bigint, "
        "coalesce(sum(duplicate), 0)::bigint, coalesce(sum(superseded), 0)::bigint, "
        "coalesce(sum(rejected), 0)::bigint from raw.deliveries"
    )
    names = ("received", "landed", "duplicate", "superseded", "rejected")
    return dict(zip(names, row, strict=True))
