"""What several pages need of a run: the people in it, where their pages are, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dashboards import weighed, words
from dashboards.pages.waiting import Account, accounts
from dashboards.read import Published
from dashboards.weighed import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A run, read once.

    Attributes:
        tutors: One row a tutor, as in `queries/tutors.sql`, with name and state added.
        cases: One row a case, as in `queries/cases.sql`.
        slugs: File name, without suffix, of each tutor.
        drawn: Tutors that have a page.
        changed: One row a tutor with another eligibility than the night before.
        flags: One row a flag that is new or gone since.
        new_cases: Cases that wait tonight and did not the night before.
        weighed: How evidence was weighed, and tonight's chances.
    """

    run: Published
    tutors: pl.DataFrame
    cases: pl.DataFrame
    slugs: Mapping[str, str]
    drawn: frozenset[str]
    changed: pl.DataFrame
    flags: pl.DataFrame
    new_cases: frozenset[str]
    weighed: Weighed

    @property
    def queue(self) -> pl.DataFrame:
        """Cases that wait for a person, the next one first."""
        return self.cases.filter(pl.col("state") == "open")

    @property
    def accounts(self) -> list[Account]:
        """The same, each tutor once."""
        return accounts(self.queue, self.weighed)

    def href(self, tutor_id: str, *, root: str = "") -> str:
        """Give the address of a tutor's page; empty where none was drawn."""
        return f"{root}tutors/{self.slugs[tutor_id]}.html" if tutor_id in self.drawn else ""


def gather(run: Published, *, all_up_to: int, others: int) -> Facts:
    """Read what the pages share, and choose the tutors who get a page.

    Args:
        run: The published run.
        all_up_to: With so many tutors or fewer, each gets a page.
        others: With more, so many of those nobody asked about get one, the surest first.
    """
    tutors = run.ask("tutors").with_columns(
        name=pl.coalesce("display_name", pl.lit("")), state=_state()
    )
    cases = run.ask("cases")
    changed = run.ask("changed_eligibility") if run.has_previous else _nothing("tutor_id")
    flags = run.ask("changed_flags") if run.has_previous else _nothing("tutor_id")
    new_cases = run.ask("changed_cases") if run.has_previous else _nothing("case_id")
    looked_at = {*cases["tutor_id"], *changed["tutor_id"], *flags["tutor_id"]}
    return Facts(
        run=run,
        tutors=tutors,
        cases=cases,
        slugs=words.slugs(tutors["tutor_id"]),
        drawn=_drawn(tutors, looked_at, all_up_to=all_up_to, others=others),
        changed=changed,
        flags=flags,
        new_cases=frozenset(new_cases["case_id"]),
        weighed=weighed.gather(run),
    )


def _state() -> pl.Expr:
    new = pl.col("new_students")
    return (
        pl.when(new == "paused").then(pl.lit("paused"))
        .when(new == "hold_for_manager").then(pl.lit("held"))
        .when(new == "only_if_all_others_full").then(pl.lit("last"))
        .when("asks_person").then(pl.lit("flagged"))
        .when(~pl.col("enough")).then(pl.lit("few"))
        .otherwise(pl.lit("plain"))
    )  # fmt: skip


def _drawn(
    tutors: pl.DataFrame, looked_at: set[str], *, all_up_to: int, others: int
) -> frozenset[str]:
    known = frozenset(tutors["tutor_id"])
    if len(known) <= all_up_to:
        return known
    asked = tutors.filter(
        pl.col("tutor_id").is_in(sorted(looked_at))
        | ~pl.col("state").is_in(["plain", "few"])
        | pl.col("existing_students").ne_missing("eligible")
        | pl.col("trial_students").ne_missing("eligible")
    )
    rest = tutors.join(asked, on="tutor_id", how="anti").sort("rank", "tutor_id").head(others)
    return frozenset([*asked["tutor_id"], *rest["tutor_id"]])


def _nothing(key: str) -> pl.DataFrame:
    return pl.DataFrame(schema={key: pl.String})
