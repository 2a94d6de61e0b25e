"""What readers get: the marts, the eligibility feed and the pages, released together.

Everything is written to a draft first; then one pointer moves. A red night goes another way: it
shows the last trusted marts again, with tonight's check results, so that nobody is flagged anew.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dashboards.pages import render_site

from assets.keys import key
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.night import Night
from tutor_reliability.policy import Policy
from tutor_reliability.policy.describe import describe
from tutor_reliability.publish import (
    MARTS,
    read_run,
    reuse_marts,
    write_feed,
    write_json,
    write_marts,
)
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
            deps=[key(mart) for mart in MARTS if mart != "quality.results"],
            description=_WORDS[one],
            group_name="published",
            kinds={"parquet" if one != "published.site" else "plotly"},
        )
        for one in PUBLISHED
    ],
)
def published(warehouse: WarehouseResource, night: NightResource) -> Iterator[dg.MaterializeResult]:
    """Write marts, feed and pages of tonight, then point readers to them."""
    with warehouse.open() as opened:
        folder = release(opened, night, red=False)
    facts = read_run(folder)
    for one in PUBLISHED:
        yield dg.MaterializeResult(
            asset_key=key(one),
            metadata={"folder": folder.name, "as_of": str(facts["as_of"])},
        )


def release(opened: Opened, night: NightResource, *, red: bool) -> Path:
    """Publish a night; a red one shows the last trusted marts again."""
    shelf, terms, tonight = night.shelf(), night.terms(), night.night(opened)
    name = night.run_id(opened) + ("-red" if red else "")
    draft = shelf.draft(name)
    if red:
        trusted = shelf.last_trusted()
        reuse_marts(opened, draft, trusted)
        trusted_as_of = str(read_run(trusted)["as_of"]) if trusted else None
    else:
        write_marts(opened, draft, as_of=tonight.as_of)
        trusted_as_of = tonight.as_of.isoformat()
    facts = _facts(opened, terms, tonight, name, trusted_as_of)
    before = shelf.before(tonight.as_of)
    write_json(draft / "run.json", {**facts, "previous_run_id": before.name if before else None})
    write_json(draft / "policy.json", describe(terms))
    (draft / "policy.toml").write_text(terms.text, encoding="utf-8")
    write_feed(draft, opened, facts=facts)
    render_site(draft, draft / "site")
    return shelf.release(name, draft)


def _facts(
    opened: Opened, terms: Policy, tonight: Night, name: str, trusted_as_of: str | None
) -> dict[str, object]:
    return {
        "schema_version": 1,
        "run_id": name,
        "as_of": tonight.as_of.isoformat(),
        "trusted_as_of": trusted_as_of,
        "policy": {
            "id": terms.id,
            "title": terms.title,
            "version": terms.version,
            "fingerprint": terms.fingerprint,
            "source": terms.source,
            "contact": terms.contact,
            "timezone": terms.timezone,
            "effective_from": terms.effective_from.isoformat(),
            "line_hours": terms.line.seconds / 3600,
            "limit": terms.rate.limit,
            "min_volume": terms.rate.min_volume,
        },
        "gate": _gate(opened),
        "counts": _counts(opened),
    }


def _gate(opened: Opened) -> dict[str, object]:
    broken = opened.con.execute(
        "select table_name || ' ' || check_name, blocking from quality.results "
        "where not passed order by 1"
    ).fetchall()
    failed = [name for name, blocking in broken if blocking]
    warned = [name for name, blocking in broken if not blocking]
    state = "red" if failed else "amber" if warned else "green"
    return {"state": state, "failed": failed, "warned": warned}


def _counts(opened: Opened) -> dict[str, int]:
    row = opened.row(
        "select coalesce(sum(received), 0)::bigint, coalesce(sum(landed), 0)::bigint, "
        "coalesce(sum(duplicate), 0)::bigint, coalesce(sum(superseded), 0)::bigint, "
        "coalesce(sum(rejected), 0)::bigint from raw.deliveries"
    )
    names = ("received", "landed", "duplicate", "superseded", "rejected")
    return dict(zip(names, row, strict=True))
