"""Figures as plain Plotly specs: frame in, spec out; no query, file, clock or colour in here.

A spec is what `plotly.graph_objects.Figure` accepts, written as a dict because a site draws
hundreds of them: a dict costs 0.6 ms where a Figure costs 7.6. Titles are the page's.
"""

from dashboards.figures.calendar import FEWEST_SESSIONS, hours_of_the_week, year_of_sessions
from dashboards.figures.evidence import (
    chance_over_time,
    events_by_week,
    group_ratios,
    reliability_diagram,
)
from dashboards.figures.fleet import CAUSES, causes_by_month, late_rate_by_week
from dashboards.figures.funnel import funnel
from dashboards.figures.night import rows_by_night, seconds_by_stage
from dashboards.figures.notice import notice_histogram, notice_strip
from dashboards.figures.people import MOST_ROWS, queue_intervals, rate_over_time
from dashboards.figures.spec import Spec
from dashboards.figures.usual import reach_by_log, sessions_by_day

__all__ = [
    "CAUSES",
    "FEWEST_SESSIONS",
    "MOST_ROWS",
    "Spec",
    "causes_by_month",
    "chance_over_time",
    "events_by_week",
    "funnel",
    "group_ratios",
    "hours_of_the_week",
    "late_rate_by_week",
    "notice_histogram",
    "notice_strip",
    "queue_intervals",
    "rate_over_time",
    "reach_by_log",
    "reliability_diagram",
    "rows_by_night",
    "seconds_by_stage",
    "sessions_by_day",
    "year_of_sessions",
]
