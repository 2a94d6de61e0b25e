"""What was measured as figures: what jobs cost, what changed, and how it went from run to run."""

import re
from collections import Counter
from collections.abc import Sequence

from benchmarks.history import Result, key_of
from benchmarks.latest import SLOWER, Standing
from dashboards.figures.spec import Spec
from dashboards.theme import LIGHT

_COLOURS = (LIGHT.completed, LIGHT.late, LIGHT.early, LIGHT.excused, LIGHT.no_show, LIGHT.student)
_SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up")
_LONG_NUMBER = re.compile(r"\b\d{4,}\b")
_LONG_LINE = 24
_ROOM, _WIDE_ROOM = 1.25, 1.4
"""Times the longest bar that an axis reaches: what is written behind it, or at the edge."""


def side_by_side(found: Sequence[Standing]) -> Spec:
    """Draw what each job costs in each case, when measured last, a line a job and case.

    Args:
        found: One entry a job and case.
    """
    lines = _lines(found)
    data = []
    for place, job in enumerate(dict.fromkeys(one.job for one in found)):
        its = [(line, one) for line, one in zip(lines, found, strict=True) if one.job == job]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": job,
                "x": [round(one.cpu_s, 2) for _, one in its],
                "y": [line for line, _ in its],
                "width": _thickness(len(found)),
                "marker": {"color": _COLOURS[place % len(_COLOURS)]},
                "text": [f"{one.cpu_s:.{1 if one.cpu_s >= 1 else 2}f} s" for _, one in its],
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
                "customdata": [
                    [round(one.wall_s, 1), round(one.peak_mb), one.at] for _, one in its
                ],
                "hovertemplate": "%{y}: %{x:.2f} CPU s, %{customdata[0]:.1f} s on the clock, peak "
                "%{customdata[1]:,} MB<br>%{customdata[2]}",
            }
        )
    return {
        "data": data,
        "layout": {
            "barmode": "overlay",
            "showlegend": False,
            "margin": {"t": 12},
            "xaxis": {
                "title": {"text": "CPU seconds"},
                "range": [0, _ROOM * max((one.cpu_s for one in found), default=1.0)],
            },
            "yaxis": _one_line_each(lines),
        },
    }


def shared(found: Sequence[Standing]) -> str:
    """Name what all cases have in common; '' where that is nothing."""
    return ", ".join(_common(found))


def _common(found: Sequence[Standing]) -> list[str]:
    first, *others = [_parts(one.case) for one in found] or [[]]
    return [part for part in first if all(part in other for other in others)]


def _parts(case: str) -> list[str]:
    return [readable(part) for part in case.split(", ") if part]


def _lines(found: Sequence[Standing]) -> list[str]:
    """Name each job and case by what sets it apart, in two lines where one is long."""
    common = _common(found)
    many = Counter(one.case for one in found)
    named = []
    for one in found:
        apart = [part for part in _parts(one.case) if part not in common]
        alone = bool(apart) and many[one.case] == 1
        named.append(_wrapped(apart if alone else [*apart, one.job]))
    return named


def _wrapped(parts: Sequence[str]) -> str:
    line = ", ".join(parts)
    if len(line) <= _LONG_LINE or len(parts) == 1:
        return line
    return f"{', '.join(parts[:-1])},<br>{parts[-1]}"


def _thickness(lines: int) -> float:
    """Keep a bar a bar where there are few, as a share of the room of its line."""
    return min(0.8, 0.2 * lines)


def _one_line_each(lines: Sequence[str]) -> Spec:
    return {
        "title": {"text": ""},
        "type": "category",
        "dtick": 1,
        "autorange": "reversed",
        "categoryorder": "array",
        "categoryarray": list(lines),
    }


def since_before(found: Sequence[tuple[str, Standing]]) -> Spec:
    """Draw each job's CPU seconds to those of the kept run before.

    Args:
        found: Benchmark and job, for jobs that were measured before, in the order to draw them.
    """
    named = _named(found)
    data = []
    for slower, colour, name in ((True, LIGHT.late, "slower"), (False, LIGHT.completed, "not")):
        its = [
            (y, one) for y, (_, one) in zip(named, found, strict=True) if one.is_slower is slower
        ]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": f"{name} by {SLOWER - 1:.0%} or more" if slower else "not so",
                "x": [round(one.before or 0.0, 3) for _, one in its],
                "y": [line for line, _ in its],
                "width": _thickness(len(found)),
                "marker": {"color": colour},
                "hovertemplate": "%{y}: %{x:.2f} times the run before",
            }
        )
    most = max((one.before or 0.0 for _, one in found), default=1.0)
    return {
        "data": data,
        "layout": {
            "barmode": "overlay",
            "xaxis": {
                "title": {"text": "Times the run before"},
                "range": [0, _WIDE_ROOM * max(most, 1.0)],
            },
            "annotations": [
                {"text": times(one.before), "y": line, "x": 1, "xref": "paper",
                 "xanchor": "right", "showarrow": False}
                for line, (_, one) in zip(named, found, strict=True)
            ],
            "yaxis": _one_line_each(named),
            "shapes": [
                {
                    "type": "line",
                    "x0": 1,
                    "x1": 1,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": LIGHT.ink2, "width": 1, "dash": "dot"},
                }
            ],
        },
    }  # fmt: skip


def over_time(results: Sequence[Result]) -> Spec:
    """Draw what each job cost in every kept run, to its first one, once it was measured again.

    Args:
        results: Kept results of one benchmark, the oldest first.
    """
    costs: dict[str, list[tuple[str, float]]] = {}
    for result in results:
        for one in result["measured"]:
            name = f"{one['job']}, {readable(key_of(one['case']))}"
            costs.setdefault(name, []).append((result["at"], min(one["cpu_s"])))
    again = {name: its for name, its in costs.items() if len(its) > 1}
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": [at for at, _ in its],
                "y": [round(cost / its[0][1], 4) if its[0][1] else None for _, cost in its],
                "marker": {
                    "color": _COLOURS[place % len(_COLOURS)],
                    "symbol": _SYMBOLS[place // len(_COLOURS) % len(_SYMBOLS)],
                },
                "customdata": [cost for _, cost in its],
                "hovertemplate": "%{y:.2f} times the first, %{customdata:.2f} CPU s<br>%{x}",
            }
            for place, (name, its) in enumerate(again.items())
        ],
        "layout": {
            "xaxis": {"title": {"text": "Measured on"}, "type": "date"},
            "yaxis": {"title": {"text": "Times the first kept run"}, "rangemode": "tozero"},
        },
    }


def readable(case: str) -> str:
    """Set the thousands of a case's numbers apart.

    >>> readable("form csv, rows 1000000")
    'form csv, rows 1,000,000'
    """
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", case)


def _named(found: Sequence[tuple[str, Standing]]) -> list[str]:
    """Name jobs of several benchmarks, each by what sets it apart among those of its own."""
    of_one = {name: [one for of, one in found if of == name] for name, _ in found}
    lines = {name: iter(_lines(its)) for name, its in of_one.items()}
    return [f"{name}: {next(lines[name])}" for name, _ in found]


def times(ratio: float | None) -> str:
    """Write a ratio; nothing where there is none."""
    return "" if ratio is None else f"{ratio:.2f}x"
