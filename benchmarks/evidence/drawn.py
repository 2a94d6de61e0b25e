"""The results of the proof bench as figures: what each way to flag costs, and what it finds."""

from collections.abc import Iterator, Mapping, Sequence

from dashboards.figures.spec import Spec
from dashboards.pages.views import Card, Column, Figure, Table
from dashboards.theme import LIGHT

Case = tuple[str, Mapping[str, Mapping[str, float]]]
"""A kind of marketplace, in words, with the figures of each way to flag."""

MOST_FALSE, FEWEST_FOUND, LEAST_PRECISE = 4.0, 0.70, 0.95
"""The aim: false flags a thousand good tutor-years, decliners in 60 days, precision of reviews."""
_LEAST = 0.1
_LOOKS = (
    (LIGHT.completed, "diamond"),
    (LIGHT.excused, "circle"),
    (LIGHT.early, "square"),
    (LIGHT.late, "x"),
    (LIGHT.no_show, "triangle-up"),
    (LIGHT.student, "cross"),
    (LIGHT.ink, "star"),
)


def cards(cases: Sequence[Case]) -> list[Card]:
    """Draw the results, each figure with its numbers.

    Args:
        cases: One entry a kind of marketplace.
    """
    return [
        _card(
            cases,
            name="cost",
            title="What a way to flag costs good tutors, and how many decliners it finds",
            how="A mark is a kind of marketplace. Further left: fewer good tutors flagged. Higher: "
            "more sudden decliners flagged within 60 days. The dotted lines are the aim: at most "
            f"{MOST_FALSE:g} false flags, at least {FEWEST_FOUND * 100:g} % found.",
            spec=_cost(cases),
        ),
        _card(
            cases,
            name="reviews",
            title="Of the accounts that people looked at, how many deserved it",
            how="The reviews of each night go to the top of the queue. The dotted line is the aim, "
            f"{LEAST_PRECISE * 100:g} %.",
            spec=_reviews(cases),
        ),
    ]


def _card(cases: Sequence[Case], *, name: str, title: str, how: str, spec: Spec) -> Card:
    numbers = Table(
        caption=title,
        columns=[
            Column(title="Kind of marketplace"),
            Column(title="Way to flag"),
            Column(title="False flags a 1,000 good tutor-years", numeric=True),
            Column(title="Decliners within 60 days", numeric=True),
            Column(title="Precision of reviews", numeric=True),
        ],
        rows=[
            [
                world,
                way,
                f"{its['false_flags']:,.1f}",
                f"{its['found_in_60']:.1%}",
                f"{its['precision']:.1%}",
            ]
            for world, ways in cases
            for way, its in ways.items()
        ],
        stack=True,
    )
    figure = Figure(name=name, label=title, spec=spec, numbers=numbers, height="l")
    return Card(name=name, title=title, how=how, figure=figure)


def _cost(cases: Sequence[Case]) -> Spec:
    data = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": way,
            "x": [max(its["false_flags"], _LEAST) for _, its in of_cases],
            "y": [its["found_in_60"] for _, its in of_cases],
            "text": [world for world, _ in of_cases],
            "marker": marker,
            "hovertemplate": "%{text}<br>%{x:,.1f} false flags, %{y:.1%} found",
        }
        for way, marker, of_cases in _by_way(cases)
    ]
    aim = {"dash": "dot", "color": LIGHT.ink2, "width": 1}
    return {
        "data": data,
        "layout": {
            "xaxis": {
                "type": "log",
                "title": {"text": "False flags a thousand good tutor-years"},
                "tickvals": [0.1, 1, 10, 100, 1000],
            },
            "yaxis": {
                "title": {"text": "Decliners found within 60 days"},
                "tickformat": ".0%",
                "range": [0, 1.03],
            },
            "shapes": [
                {"type": "line", "x0": MOST_FALSE, "x1": MOST_FALSE, "yref": "paper", "y0": 0,
                 "y1": 1, "line": aim},
                {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": FEWEST_FOUND,
                 "y1": FEWEST_FOUND, "line": aim},
            ],
        },
    }  # fmt: skip


def _reviews(cases: Sequence[Case]) -> Spec:
    data = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": way,
            "x": [its["precision"] for _, its in of_cases],
            "y": [world for world, _ in of_cases],
            "marker": marker,
            "hovertemplate": "%{y}<br>%{x:.1%}",
        }
        for way, marker, of_cases in _by_way(cases)
    ]
    return {
        "data": data,
        "layout": {
            "xaxis": {
                "title": {"text": "Precision of reviews"},
                "tickformat": ".0%",
                "range": [0.5, 1.02],
            },
            "yaxis": {
                "title": {"text": ""},
                "type": "category",
                "dtick": 1,
                "autorange": "reversed",
            },
            "shapes": [
                {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": LEAST_PRECISE,
                 "x1": LEAST_PRECISE, "line": {"dash": "dot", "color": LIGHT.ink2, "width": 1}},
            ],
        },
    }  # fmt: skip


def _by_way(
    cases: Sequence[Case],
) -> Iterator[tuple[str, Spec, list[tuple[str, Mapping[str, float]]]]]:
    """Give each way to flag with its look, and its figures case by case; ours is the largest."""
    for place, way in enumerate(cases[0][1] if cases else ()):
        colour, symbol = _LOOKS[place % len(_LOOKS)]
        marker: Spec = {"color": colour, "symbol": symbol, "size": 9 if place else 15}
        yield way, marker, [(world, ways[way]) for world, ways in cases]
