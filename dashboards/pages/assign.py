"""Assignment: who can take this student, who cannot, why, and until when?"""

import polars as pl
from markupsafe import Markup

from dashboards import words
from dashboards.pages import cells, grid
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.queue import columns_of
from dashboards.pages.said import unbroken
from dashboards.pages.views import Card, Choice, GridColumn, Kpi, Page, Tiles

_COLUMNS = (
    GridColumn(key="tutor", title="Tutor", kind="tutor", sort="name"),
    GridColumn(key="new", title="New students", kind="state", sort="new"),
    GridColumn(key="existing", title="Own students", kind="state", sort="existing"),
    GridColumn(key="trial", title="Trials", kind="state", sort="trial"),
    GridColumn(key="why", title="Why, until when, the way back", kind="words"),
    GridColumn(key="subjects", title="Teaches", kind="brief"),
    GridColumn(key="rate", title="Late of sessions, 90 days", kind="rate", sort="low"),
)


def page(facts: Facts, site: Site) -> Page:
    """Make the managers' page."""
    path = site.write_frame("csv/eligibility.csv", _csv(facts.tutors))
    return Page(
        path="assign.html",
        nav="assign",
        title="Assignment",
        finding=_finding(facts),
        parts=[_tiles(facts), _everyone(facts, path)],
        actions=[("Download all (CSV)", path, True), ("Print", "#print", False)],
    )


def _counts(facts: Facts) -> dict[str, int]:
    return {
        str(code): count for code, count in facts.tutors.group_by("new_students").len().iter_rows()
    }


def _finding(facts: Facts) -> str:
    counts, total = _counts(facts), facts.tutors.height
    said = (
        f"{words.number(counts.get('eligible', 0))} of {words.some(total, 'tutor')} can be offered "
        "new students without asking anyone."
    )
    if hold := counts.get("hold_for_manager", 0):
        said += f" For {words.number(hold)} a manager decides at each assignment."
    if paused := counts.get("paused", 0):
        said += f" {words.some(paused, 'is paused', 'are paused')}, each by a named person."
    return f"{said} Own students go on being taught unless the table says otherwise."


def _tiles(facts: Facts) -> Tiles:
    counts = _counts(facts)
    was = {
        str(code): count
        for code, count in facts.changed.group_by("was").len().iter_rows()
    } if facts.changed.width > 1 else {}  # fmt: skip
    now = {
        str(code): count
        for code, count in facts.changed.group_by("became").len().iter_rows()
    } if facts.changed.width > 1 else {}  # fmt: skip

    def since(code: str) -> str:
        if not facts.run.has_previous:
            return "no earlier run to compare"
        change = now.get(code, 0) - was.get(code, 0)
        if not change:
            return "as the night before"
        return f"{change:+d} since the night before".replace("-", "\N{MINUS SIGN}")

    few = facts.tutors.filter(~pl.col("enough")).height
    return Tiles(
        tiles=[
            *(
                Kpi(
                    label=cells.STATES[code][0],
                    value=words.number(counts.get(code, 0)),
                    note=since(code),
                    tone=cells.STATES[code][2] if counts.get(code, 0) else "",
                    href=f"assign.html#tutors?new={code}",
                )
                for code in ("eligible", "only_if_all_others_full", "hold_for_manager", "paused")
            ),
            Kpi(
                label="Too few to judge",
                value=words.number(few),
                note=f"under {facts.run.stamp.min_volume} sessions in 90 days; no rate is said",
                href="assign.html#tutors?judged=few",
            ),
        ]
    )


def _everyone(facts: Facts, path: str) -> Card:
    tutors = facts.tutors.sort(pl.col("name") == "", pl.col("name").str.to_lowercase(), "tutor_id")
    texts = grid.Texts()
    subjects = [words.subjects(one) for one in tutors["subjects"]]
    taught = sorted({one for several in subjects for one in several})
    subject_sets = grid.Texts()
    data = {
        "id": tutors["tutor_id"].to_list(),
        "name": tutors["name"].to_list(),
        "page": [facts.slugs[one] if one in facts.drawn else "" for one in tutors["tutor_id"]],
        "new": _states(tutors["new_students"]),
        "existing": _states(tutors["existing_students"]),
        "trial": _states(tutors["trial_students"]),
        "why": [
            texts.number(_why(*row))
            for row in tutors.select(
                "reasons", "until", "way_back", "new_students", _few(facts)
            ).iter_rows()
        ],
        "subjects": [texts.number([", ".join(several)] if several else []) for several in subjects],
        "subject": [subject_sets.number(several) for several in subjects],
        "judged": [int(enough) for enough in tutors["enough"]],
        **columns_of([grid.Rate.of(row) for row in tutors.iter_rows(named=True)]),
    }
    choices = [
        Choice(
            key="new",
            label="New students",
            options=[("", "Any"), *((one, cells.STATES[one][0]) for one in grid.STATES)],
        ),
        Choice(
            key="subject", label="Teaches", options=[("", "Anything"), *((s, s) for s in taught)]
        ),
        Choice(
            key="judged",
            label="Late rate",
            options=[("", "Any"), ("yes", "Enough to judge"), ("few", "Too few to judge")],
        ),
    ]
    return Card(
        name="all",
        title="All tutors",
        how=Markup(
            "A rate says little without its sessions: the line is where the true rate plausibly "
            "lies, the upright the policy's limit. Names lead to a page where people had a reason "
            "to look; <code>tutor-reliability explain</code> tells the same of anyone."
        ),
        method="eligibility",
        grid=grid.build(
            grid.Plan(
                name="tutors",
                noun="tutors",
                caption="All tutors and what may be offered to them",
                columns=_COLUMNS,
                choices=choices,
                contents=grid.Contents(
                    data=data,
                    texts=texts,
                    sets={
                        "new": [[one] for one in grid.STATES],
                        "subject": subject_sets.said,
                        "judged": [["few"], ["yes"]],
                    },
                    limit=facts.run.stamp.limit,
                ),
                csv=path,
                order="Name",
            )
        ),
    )


def _states(codes: pl.Series) -> list[int]:
    return [grid.STATES.index(code if code in grid.STATES else "unknown") for code in codes]


def _few(facts: Facts) -> pl.Expr:
    """Say of whom too little is known: a state of its own, beside what may be offered."""
    few = pl.format(
        "Too few sessions to judge: {} of {} in 90 days", "sessions", facts.run.stamp.min_volume
    )
    return pl.when(~pl.col("enough")).then(few).alias("few")


def _why(
    reasons: list[str],
    until: object,
    way_back: str | None,
    new_students: str | None,
    few: str | None,
) -> list[str]:
    said = words.in_plain(reasons)
    if until is not None:
        said.append(f"Until {words.day(until)}")
    elif not way_back and new_students not in ("eligible", None):
        said.append("No end date: a person ends it")
    if way_back:
        said.append(unbroken(f"Way back: {way_back}"))
    if few:
        said.append(few)
    return said


def _csv(tutors: pl.DataFrame) -> pl.DataFrame:
    return tutors.select(
        "tutor_id",
        "display_name",
        "subjects",
        "new_students",
        "existing_students",
        "trial_students",
        "reasons",
        "until",
        "way_back",
        "case_id",
        "decided_by",
        pl.col("sessions").alias("sessions_90_days"),
        pl.col("late").alias("late_90_days"),
        "late_rate",
        "rate_low",
        "rate_high",
        pl.col("enough").alias("enough_to_judge"),
    )
