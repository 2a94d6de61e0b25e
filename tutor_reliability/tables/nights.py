"""Which nights there were, and what each of them healed of the nights before."""

from tutor_reliability.tables.columns import count, day, moment, text, texts
from tutor_reliability.tables.contract import Table
from tutor_reliability.tables.values import HEALED_KINDS

NIGHTS = Table(
    name="core.nights",
    grain="one row a night that the core tables were brought to, as it was brought to last",
    key=("as_of",),
    columns=(
        day("as_of", "the last day that counted"),
        moment("known_until", "the last instant of knowledge used", required=True),
        count("delivery_id", "the newest delivery it had"),
        count("decision_id", "the newest decision it had"),
    ),
)

HEALED = Table(
    name="core.healed",
    grain="one row a kind of repair and log: what a night mended of the nights before it",
    key=("as_of", "kind", "log"),
    columns=(
        day("as_of", "the night that mended it"),
        text("kind", "what had gone wrong", required=True, values=HEALED_KINDS),
        text("log", "the log it came in; '' for missed nights and another version", required=True),
        day("first_day", "the earliest closed day it concerns"),
        day("last_day", "the latest"),
        count("rows", "rows that landed by it", kind="BIGINT"),
        count("sessions", "sessions of closed days whose outcome it changed"),
        count("tutors", "tutors of those sessions"),
        texts("files", "the files it came in, by path"),
        text("sentence", "the same in plain words", required=True),
    ),
)
