"""The policy: the published text sentence by sentence, our reading of it, and what it gives.

What each number of the pages means is in `method`. All of this is read from policy.json, which is
made from the policy file, so that the page cannot say anything else than what counts.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.views import Card, Cell, Column, Page, Table

_Row = Mapping[str, object]
_ELSEWHERE = {
    "cure": ("forgives", "What forgives"),
    "excuse": ("forgives", "What forgives"),
    "fault": ("faults", "Whose doing it is"),
    "merge": ("forgives", "What forgives"),
}
"""Places that this page tells in a card of their own."""


def page(facts: Facts) -> Page:
    """Make the page that a tutor may be shown, too."""
    stamp, policy = facts.run.stamp, facts.run.policy
    title = str(policy.get("title") or stamp.policy_id)
    first_day = str(policy.get("effective_from"))
    coming = " It holds for nobody yet." if first_day > stamp.as_of.isoformat() else ""
    return Page(
        path="policy.html",
        nav="policy",
        title="Policy",
        finding=f"{title}, version {stamp.policy_version}, in force from "
        f"{first_day}.{coming} Source: {stamp.policy_source}. Questions, excuses and "
        f"objections go to {stamp.contact}.",
        parts=[
            _weights_card(_rows(policy, "weights"), _texts(policy, "never_counts")),
            _rules_card(_rows(policy, "rules")),
            _faults_card(_rows(policy, "faults")),
            _forgiving_card(policy),
            *_elsewhere_card(_rows(policy, "markets"), _rows(policy, "earlier")),
            _sentences_card(_rows(policy, "clauses"), _rows(policy, "examples")),
            *_own_examples_card(_rows(policy, "examples")),
        ],
    )


def _weights_card(weights: Sequence[_Row], never: Sequence[str]) -> Card:
    return Card(
        name="weights",
        title="What counts, and how much",
        how="The weightiest first: what each session adds to what a rule asks for.",
        table=Table(
            caption="What counts, the weightiest first",
            columns=[Column(title="What happened"), Column(title="What it adds")],
            rows=[[str(one["words"]), str(one["says"])] for one in weights],
            empty="Nothing counts.",
            stack=True,
        ),
        terms=[("Never counts", _list(never))] if never else [],
    )


def _rules_card(rules: Sequence[_Row]) -> Card:
    rows: list[list[Cell]] = [
        [
            cells.lines([str(one["words"]), str(one["name"])]),
            f"{one['effect']}; {one['assignment']}",
            str(one["way_back"]),
            "a named person decides" if one["needs_person"] else "no: it restricts nobody",
        ]
        for one in rules
    ]
    return Card(
        name="rules",
        title="What follows, and how to get back",
        table=Table(
            caption="Rules, what follows from each, and the way back",
            columns=[
                Column(title="When"),
                Column(title="What follows"),
                Column(title="The way back"),
                Column(title="Asks a person"),
            ],
            rows=rows,
            empty="The policy has no rules.",
            stack=True,
        ),
    )


def _faults_card(faults: Sequence[_Row]) -> Card:
    return Card(
        name="faults",
        title="Whose doing it is",
        how="The first that fits decides.",
        table=Table(
            caption="Whose doing a session's end is; the first row that fits decides",
            columns=[Column(title="In order", narrow=True), Column(title="It is")],
            rows=[[str(number), str(one["words"])] for number, one in enumerate(faults, start=1)],
        ),
    )


def _forgiving_card(policy: _Row) -> Card:
    forgiven = [str(one["words"]) for one in _rows(policy, "excuses")]
    amnesties = [str(one["words"]) for one in _rows(policy, "amnesties")]
    together = [str(one["words"]) for one in _rows(policy, "merges")]
    cure = str(policy.get("cure") or "")
    terms: list[tuple[str, Cell]] = [
        (name, _list(said))
        for name, said in (
            ("Excuses", forgiven),
            ("Another time agreed", [cure] if cure else []),
            ("Counted once", together),
            ("Amnesties", amnesties),
        )
        if said
    ]
    return Card(
        name="forgives",
        title="What forgives",
        how="An excuse that is decided later takes its session out again, back to the day it was.",
        terms=terms or [("Nothing", "This policy knows no excuses.")],
    )


def _elsewhere_card(markets: Sequence[_Row], earlier: Sequence[_Row]) -> list[Card]:
    """Tell where other numbers hold, and which text judges what happened before this one."""
    terms: list[tuple[str, Cell]] = [(f"Market {one['name']}", _market(one)) for one in markets]
    terms += [
        (
            f"Version {one['version']}",
            f"judges what happened from {one['from']} until the day before {one['until']}",
        )
        for one in earlier
    ]
    if not terms:
        return []
    how = "A session is judged by the text in force on its day, in its tutor's market."
    return [Card(name="texts", title="Markets and earlier texts", how=how, terms=terms)]


def _market(market: _Row) -> Markup:
    asks = ["every restriction needs a person's decision first"] if market["human_required"] else []
    differs = [f"{one['about']}: {one['words']}" for one in _rows(market, "differs")]
    return _list([", ".join(_texts(market, "timezones")), *asks, *differs])


def _sentences_card(clauses: Sequence[_Row], examples: Sequence[_Row]) -> Card:
    rows: list[list[Cell]] = [
        [
            str(one["number"]),
            str(one["text"]),
            _reading(one),
            _list([_said(example) for example in examples if example["clause"] == one["number"]]),
        ]
        for one in clauses
    ]
    return Card(
        name="sentences",
        title="The published text, sentence by sentence",
        how="Each sentence with our reading of it and the worked examples that hold us to it; "
        "every example is run through the very same steps as the night's sessions.",
        table=Table(
            caption="Sentences of the published text, our reading, and worked examples",
            columns=[
                Column(title="No.", narrow=True),
                Column(title="The text says"),
                Column(title="We read it so"),
                Column(title="Worked example"),
            ],
            rows=rows,
            empty="The policy file does not quote its text.",
            stack=True,
        ),
    )


def _own_examples_card(examples: Sequence[_Row]) -> list[Card]:
    ours: list[list[Cell]] = [
        [str(one["quote"]), _outcome(one)] for one in examples if not one["clause"]
    ]
    if not ours:
        return []
    return [
        Card(
            name="examples",
            title="Further worked examples",
            table=Table(
                caption="Worked examples of no sentence in particular",
                columns=[Column(title="Example"), Column(title="Gives")],
                rows=ours,
                stack=True,
            ),
        )
    ]


def _reading(clause: _Row) -> Markup:
    places = _rows(clause, "places")
    said: list[Cell] = [_place(str(one["place"]), str(one["words"])) for one in places]
    if clause["why"]:
        said.append(escape(str(clause["why"])))
    return _list(said)


def _place(place: str, told: str) -> Markup:
    if place in _ELSEWHERE:
        anchor, title = _ELSEWHERE[place]
        return Markup('{}: see <a href="#{}">{}</a>').format(cells.code(place), anchor, title)
    return Markup("{} {}").format(cells.code(place), told)


def _said(example: _Row) -> str:
    return f"“{example['quote']}” gives {_outcome(example)}"


def _outcome(example: _Row) -> str:
    if "outcome" in example:
        counts = {"True": ", counts as late", "False": ", does not count as late"}
        return f"{example['outcome']}{counts.get(str(example['counts']), '')}"
    flags = _texts(example, "flags")
    verb = "hold" if len(flags) > 1 else "holds"
    held = f"{', '.join(flags) or 'no rule'} {verb}"
    offered = str(example["new_students"]).replace("_", " ")
    return f"on day {example['on_day']}: {held}{f'; new students: {offered}' if offered else ''}"


def _list(said: Sequence[Cell]) -> Markup:
    if not said:
        return Markup("")
    if len(said) == 1:
        return escape(said[0])
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in said)
    return Markup("<ul>{}</ul>").format(items)


def _rows(row: _Row, key: str) -> list[_Row]:
    found = row.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _texts(row: _Row, key: str) -> list[str]:
    found = row.get(key)
    return [str(one) for one in found] if isinstance(found, list) else []
