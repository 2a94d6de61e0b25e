"""Write the whole site of a published run: each page once, and the pages of tutors looked at."""

from dataclasses import dataclass
from pathlib import Path

from dashboards.pages import (
    assign,
    book,
    calibration,
    fairness,
    method,
    policy,
    queue,
    run,
    tonight,
    trends,
    tutor,
    weeks,
)
from dashboards.pages.facts import Facts, gather
from dashboards.pages.frame import Site, open_site
from dashboards.read import reading

ALL_TUTORS_UP_TO = 500
OTHER_TUTORS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSummary:
    """What was written.

    Attributes:
        pages: HTML files, tutors' pages included.
        tutors: Tutors who got a page of their own.
        of_tutors: Tutors there are.
        size: Bytes of HTML.
    """

    pages: int
    tutors: int
    of_tutors: int
    size: int


def render_site(
    published: Path,
    out: Path,
    *,
    all_tutors_up_to: int = ALL_TUTORS_UP_TO,
    other_tutors: int = OTHER_TUTORS,
) -> SiteSummary:
    """Write the static site of a published run; the same run gives the same bytes.

    It works from a file address and without a network. Nothing but the published folder is read,
    and the folder of the run before, for what changed.

    Args:
        published: Folder of the run, with run.json, policy.json and marts/.
        out: Folder to write; an earlier site in it is replaced.
        all_tutors_up_to: With so many tutors or fewer, each gets a page.
        other_tutors: With more, each whom somebody has a reason to look at gets one, and so many
            besides.

    Raises:
        HomeStateError: A file of the run is missing, or `out` holds something else than a site.
    """
    with reading(published) as opened:
        facts = gather(opened, all_up_to=all_tutors_up_to, others=other_tutors)
        site = open_site(out, opened.stamp, waiting=len(facts.accounts))
        year = weeks.gather(opened)
        sizes = [
            site.write(page)
            for page in (
                tonight.page(facts, year, site),
                queue.page(facts, site),
                assign.page(facts, site),
                trends.page(facts, year, site),
                calibration.page(facts, site),
                fairness.page(facts, site),
                run.page(facts, site),
                policy.page(facts),
                method.page(facts),
            )
        ]
        sizes += _write_tutors(facts, site, centre=year.centre)
    return SiteSummary(
        pages=len(sizes),
        tutors=len(facts.drawn),
        of_tutors=facts.tutors.height,
        size=sum(sizes),
    )


def _write_tutors(facts: Facts, site: Site, *, centre: float) -> list[int]:
    classes = facts.run.policy.get("classes")
    said = {
        str(one["name"]): str(one["words"])
        for one in (classes if isinstance(classes, list) else [])
        if isinstance(one, dict)
    }
    opened = book.gather(facts, said)
    return [
        site.write(tutor.page(opened, opened.entry(one), site, centre=centre))
        for one in sorted(facts.drawn)
    ]
