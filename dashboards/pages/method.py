"""Definitions: what does this number mean? The policy's part is read from policy.json."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from dashboards import words
from dashboards.limits import funnel_limits
from dashboards.pages import cells, weights
from dashboards.pages.definition import Definition
from dashboards.pages.definitions import definitions
from dashboards.pages.facts import Facts
from dashboards.pages.views import Card, Cell, Column, Page, Table
from dashboards.read import EVIDENCE, MARTS
from tutor_reliability.tables import TABLES

_PEOPLE = (
    (
        "Every night the software counts sessions from the marketplace's logs, and applies the "
        "written policy. A flag says that a rule of that policy holds: a reason to look."
    ),
    (
        "By itself it may put a tutor last in line or ask a manager at each assignment, where the "
        "policy says so. It pauses nobody: a pause is the recorded decision of a named person, "
        "with a reason."
    ),
    "Every number can be traced to rows of the logs: each incident names its file and line.",
)


def page(facts: Facts) -> Page:
    """Make the page that all others point to."""
    stamp, policy = facts.run.stamp, facts.run.policy
    title = str(policy.get("title") or stamp.policy_id)
    return Page(
        path="method.html",
        nav="method",
        title="Definitions",
        finding=f"What each number means, what it leaves out, and a worked example. Policy: "
        f"{title}, version {stamp.policy_version}; questions go to {stamp.contact}.",
        parts=[
            _people_card(),
            *(_definition_card(one) for one in definitions(stamp, facts.weighed.terms, _limits)),
            *weights.cards(facts),
            _classes_card(_listed(policy, "classes")),
            _rules_card(_listed(policy, "rules")),
            _eligibility_card(),
            _parameters_card(_listed(policy, "parameters"), stamp.policy_source),
            _tables_card(),
        ],
    )


def _limits(sessions: int, centre: float) -> float:
    return float(funnel_limits([sessions], centre=centre, inside=0.998)[1][0])


def _listed(policy: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    found = policy.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _people_card() -> Card:
    return Card(
        name="people",
        title="What the machine does, and what people do",
        text=_PEOPLE,
    )


def _definition_card(one: Definition) -> Card:
    terms: list[tuple[str, Cell]] = [("Formula", Markup("<code>{}</code>").format(one.formula))]
    terms += [
        (name, said)
        for name, said in (
            ("Over", one.over),
            ("Leaves out", one.leaves_out),
            ("For example", one.example),
        )
        if said
    ]
    return Card(name=one.name, title=one.title, how=one.says, span=6, terms=terms)


def _classes_card(classes: Sequence[Mapping[str, object]]) -> Card:
    rows: list[list[Cell]] = [
        [
            str(one["words"]),
            cells.code(str(one["name"])),
            _yes(one["in_exposure"]),
            _yes(one["counts_as_late"]),
        ]
        for one in classes
    ]
    return Card(
        name="classes",
        title="What can become of a session",
        how="The first class whose conditions hold decides; this is what each counts for.",
        table=Table(
            caption="Classes of the policy and what they count for",
            columns=[
                Column(title="What happened"),
                Column(title="Class"),
                Column(title="Counts as a session"),
                Column(title="Counts as late"),
            ],
            rows=rows,
            empty="The policy file names no classes.",
        ),
    )


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _rules_card(rules: Sequence[Mapping[str, object]]) -> Card:
    rows: list[list[Cell]] = [
        [words.plain(str(one["name"])), str(one["words"]), str(one["effect"])] for one in rules
    ]
    return Card(
        name="flags",
        title="Flags: the policy's rules",
        how="A rule that holds tonight makes a flag. What follows from it is in the last column; "
        "where a person is asked, nothing follows until a person decides.",
        table=Table(
            caption="Rules of the policy",
            columns=[
                Column(title="Rule", narrow=True),
                Column(title="When"),
                Column(title="What follows"),
            ],
            rows=rows,
            empty="The policy file names no rules.",
            stack=True,
        ),
    )


def _eligibility_card() -> Card:
    said = {
        "eligible": "may be offered without asking anyone",
        "only_if_all_others_full": "an order, not a ban: offered only if all others are full",
        "hold_for_manager": "a manager decides at each assignment",
        "paused": "not offered; a named person decided so, and a named person ends it",
    }
    return Card(
        name="eligibility",
        title="What may be offered",
        how="Separately for new students, a tutor's own students, and trial sessions.",
        span=6,
        terms=[(cells.STATES[code][0], f"{words}.") for code, words in said.items()],
    )


def _parameters_card(parameters: Sequence[Mapping[str, object]], source: str) -> Card:
    rows: list[list[Cell]] = [
        [
            cells.code(str(one["name"])),
            str(one["value"]),
            str(one["words"]),
            "our default" if one["default"] else "from the page",
        ]
        for one in parameters
    ]
    return Card(
        name="parameters",
        title="Numbers of the policy",
        how=f"Source: {source}. Where it gives no number, the number is ours and says so.",
        span=6,
        table=Table(
            caption="Numbers of the policy and where they come from",
            columns=[
                Column(title="Name"),
                Column(title="Value", numeric=True),
                Column(title="Meaning"),
                Column(title="Whose"),
            ],
            rows=rows,
            empty="The policy file names no numbers.",
        ),
    )


def _tables_card() -> Card:
    folded = []
    for name in sorted((*MARTS, *EVIDENCE)):
        table = TABLES[name]
        rows: list[list[Cell]] = [
            [
                cells.code(column.name),
                cells.code(column.type),
                column.meaning,
                "always there" if column.required else "may be unknown",
            ]
            for column in table.columns
        ]
        folded.append(
            (
                f"{name}: {table.grain}",
                Table(
                    caption=f"Columns of {name}",
                    columns=[
                        Column(title="Column"),
                        Column(title="Type"),
                        Column(title="Meaning"),
                        Column(title=""),
                    ],
                    rows=rows,
                ),
            )
        )
    return Card(
        name="tables",
        title="Tables behind the pages",
        how="Published beside these pages as Parquet files; one contract a table.",
        folded=folded,
    )
