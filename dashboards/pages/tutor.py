"""A tutor: how reliable, and how sure are we? The evidence is in `evidence`."""

from collections.abc import Sequence

from markupsafe import Markup

from dashboards import words
from dashboards.pages import cells, evidence, signals, voices
from dashboards.pages.book import Book, Entry
from dashboards.pages.frame import Site
from dashboards.pages.reasons import Reason, reasons
from dashboards.pages.said import first_things, last_things, unbroken
from dashboards.pages.views import Card, Cell, Column, Kpi, Page, Table, Tiles
from dashboards.values import Row, real, several, text, whole
from dashboards.weighed import Weighed
from tutor_reliability.evidence.sentences import counted
from tutor_reliability.tables.values import RATE_SIGNALS

_AUDIENCES = (
    ("New students", "new_students"),
    ("Own students", "existing_students"),
    ("Trial sessions", "trial_students"),
)


def page(book: Book, entry: Entry, site: Site, *, centre: float) -> Page:
    """Make a tutor's page.

    Args:
        book: What all tutors' pages share.
        entry: The tutor.
        site: Where the page goes.
        centre: Late rate of the marketplace over the year, 0 to 1.
    """
    tutor = entry.tutor
    slug = book.facts.slugs[str(tutor["tutor_id"])]
    name = str(tutor["display_name"] or "No name on record")
    path = f"tutors/{slug}.csv"
    evidence.write_csv(entry, site, path)
    return Page(
        path=f"tutors/{slug}.html",
        nav="queue" if entry.cases else "assign",
        title=name,
        under=_under(tutor),
        finding=_finding(book, entry, centre=centre),
        marks=_marks(entry),
        crumbs=[("Review queue", "queue.html") if entry.cases else ("Assignment", "assign.html")],
        actions=[("Evidence CSV", path, True), ("Print case file", "#print", False)],
        parts=[
            _tiles(book, entry),
            _flags(book, entry),
            _eligibility(tutor),
            *signals.cards(book, entry),
            _windows(book, entry),
            *evidence.figures_of(book, entry),
            evidence.incident_card(book, entry, path),
            voices.contact_card(entry),
            voices.feedback_card(entry),
        ],
    )


def _under(tutor: Row) -> str:
    joined = tutor["joined_at"]
    parts = [
        str(tutor["tutor_id"]),
        ", ".join(words.subjects(text(tutor["subjects"]))) or "subjects unknown",
        f"joined {words.day(joined)}" if joined else "joining day unknown",
        str(tutor["timezone"] or "zone unknown"),
    ]
    return " · ".join(parts)


def _marks(entry: Entry) -> list[Markup]:
    marks = [cells.state(text(entry.tutor["new_students"]))]
    if not entry.tutor["enough"]:
        marks.append(cells.pill("Too few sessions to judge", "○", "none"))
    if any(one["state"] == "open" for one in entry.cases):
        marks.append(cells.pill("A person is asked", "▲", "warn"))
    if any(one["held"] for one in entry.flags):
        marks.append(cells.pill("Held: excuse undecided", "◆", "none"))
    return marks


def _finding(book: Book, entry: Entry, *, centre: float) -> str:
    stamp, now = book.facts.run.stamp, _window(entry, 90)
    if not now or not now["sessions"]:
        return "No session of the last 90 days counts, so there is no rate to judge."
    counts = (
        f"{words.number(whole(now['late']))} of {words.number(whole(now['sessions']))} sessions"
    )
    if not now["enough"]:
        return (
            f"{counts} of the last 90 days were lost late: too few sessions to judge a rate "
            f"({stamp.min_volume} are needed)."
        )
    missed = whole(entry.habit.get("no_shows"))
    by_missing = f", {missed} by not coming" if missed else ""
    plausibly = words.span(real(now["rate_low"]), real(now["rate_high"]))
    said = (
        f"{counts} of the last 90 days were lost late{by_missing}: "
        f"{words.percent(real(now['late_rate']))}, plausibly {plausibly}, against "
        f"{words.percent(centre)} across the marketplace and a limit of "
        f"{words.limit(stamp.limit)}."
    )
    return f"{said} {_chance_words(book, entry, now)}"


def _chance_words(book: Book, entry: Entry, now: Row) -> str:
    found = signals.signal_of(entry, RATE_SIGNALS[0])
    if found is None:
        chance = words.chance(real(now["chance_over_limit"]))
        return f"The chance that the true rate is above the limit is {chance}."
    if found.chance is None:
        return "Too few of them are separate events to judge whether the rate is above the limit."
    before = signals.week_before(book, found)
    was = f"; it was {before}" if before else ""
    chance = words.chance(found.chance)
    return f"The chance that the current rate is above the limit is {chance}{was}."


def _tiles(book: Book, entry: Entry) -> Tiles:
    stamp = book.facts.run.stamp
    quarter, month = _window(entry, 90), _window(entry, 30)
    enough = bool(quarter and quarter["enough"])
    believed = words.span(real(quarter.get("pooled_low")), real(quarter.get("pooled_high")))
    return Tiles(
        tiles=[
            Kpi(
                label="Late rate, 90 days",
                value=words.percent(real(quarter["late_rate"])) if enough else "Too few to judge",
                note=_of(quarter),
                tone="bad" if enough and (real(quarter["rate_low"]) or 0) > stamp.limit else "",
            ),
            Kpi(
                label="Best estimate",
                value=words.percent(real(quarter.get("pooled_rate"))),
                note=f"drawn towards the marketplace, {believed}",
            ),
            _chance(book, entry, quarter),
            Kpi(label="Last 30 days", value=f"{words.number(whole(month.get('late')))} late",
                note=_of(month)),
            _habit(entry),
        ]
    )  # fmt: skip


def _chance(book: Book, entry: Entry, quarter: Row) -> Kpi:
    found = signals.signal_of(entry, RATE_SIGNALS[0])
    label = "Chance above limit"
    note = f"the limit is {words.limit(book.facts.run.stamp.limit)}"
    if found is None:
        return Kpi(
            label=label, value=words.chance(real(quarter.get("chance_over_limit"))), note=note
        )
    if found.chance is None:
        seen = f"{counted(found.events)} separate event{'' if found.events == 1 else 's'}"
        return Kpi(label=label, value="Too few to judge", note=f"{seen}; {note}")
    before = signals.week_before(book, found)
    of = f"of the current rate, {before}" if before else "of the current rate"
    return Kpi(label=label, value=words.chance(found.chance), note=f"{of}; {note}")


def _habit(entry: Entry) -> Kpi:
    kept = whole(entry.habit.get("kept_since"))
    usual = real(entry.habit.get("usual_notice"))
    late_on = entry.habit.get("late_on")
    note = (
        f"usual notice when late {words.hours(usual)}"
        if usual is not None
        else "never cancelled late in a year"
    )
    label = "Kept in a row" if late_on else "Kept in a year"
    since = f"since {words.day(late_on)}; " if late_on else ""
    return Kpi(label=label, value=words.some(kept, "session"), note=f"{since}{note}")


def _windows(book: Book, entry: Entry) -> Card:
    total = book.facts.tutors.height
    rows: list[Sequence[Cell]] = []
    for one in entry.rates:
        enough = bool(one["enough"])
        rows.append(
            [
                f"{one['window_days']}{words.NARROW}days",
                f"{words.number(whole(one['late']))} of {words.number(whole(one['sessions']))}",
                words.percent(real(one["late_rate"]))
                if enough
                else cells.too_few("too few to judge"),
                words.span(real(one["rate_low"]), real(one["rate_high"])),
                words.percent(real(one["pooled_rate"])),
                words.span(real(one["pooled_low"]), real(one["pooled_high"])),
                words.chance(real(one["chance_over_limit"])) if enough else "",
                f"{words.number(whole(one['rank']))} of {words.number(total)}",
            ]
        )
    titles = ("Window", "Late of sessions", "Rate", "95 % range", "Best estimate", "Its range",
              "Chance above limit", "Rank")  # fmt: skip
    return Card(
        name="windows",
        title="Late rate over four windows",
        how="Rank 1 is most surely unreliable; equal evidence shares a rank.",
        method="rate",
        table=Table(
            caption="Late rate over 30, 90, 180 and 365 days",
            columns=[Column(title=title, numeric=place > 0) for place, title in enumerate(titles)],
            rows=rows,
            empty="No rate was made for this tutor.",
            stack=True,
        ),
    )


def _eligibility(tutor: Row) -> Card:
    why = words.in_plain(several(tutor["reasons"]))
    terms: list[tuple[str, Cell]] = [
        (said, cells.state(text(tutor[key]))) for said, key in _AUDIENCES
    ]
    terms.append(("Why", cells.lines(why) if why else "Nothing holds the tutor back"))
    if tutor["until"]:
        terms.append(("Until", words.day(tutor["until"])))
    if tutor["way_back"]:
        terms.append(("Way back", words.capital(str(tutor["way_back"]))))
    if tutor["decided_by"]:
        terms.append(("Decided by", str(tutor["decided_by"])))
    if tutor["case_id"]:
        terms.append(("Case", cells.code(str(tutor["case_id"]))))
    return Card(
        name="eligibility",
        title="What may be offered",
        how="Only a named person pauses anyone.",
        span=4,
        method="eligibility",
        terms=terms,
    )


def _flags(book: Book, entry: Entry) -> Card:
    facts = book.facts
    rows: list[Sequence[Cell]] = [
        [
            Markup("{}<br>{}").format(_rules(one), _asks(one)),
            _said(one, facts.weighed),
            words.day(one.flag["since"]),
            words.number(len(several(one.flag["session_ids"]))),
        ]
        for one in reasons(entry.flags, facts.weighed)
    ]
    rows += [
        [
            Markup("{}<br>{}").format(
                words.plain(str(one["rule"])), cells.pill("Decided", "●", "none")
            ),
            f"{words.plain(text(one['decision']))}, by {one['decided_by']}: {one['reason']}",
            cells.lines([words.day(one["opened_on"]), f"decided {words.day(one['decided_on'])}"]),
            words.number(len(several(one["session_ids"]))),
        ]
        for one in entry.cases
        if one["state"] == "decided"
    ]
    stamp = facts.run.stamp
    return Card(
        name="flags",
        title="Flags" if not rows else "Why this tutor is looked at",
        how=f"By the policy {stamp.policy_id}, version {stamp.policy_version}. A flag is a reason "
        "to look, not a verdict.",
        span=8,
        method="flags",
        table=Table(
            caption="Flags and cases of this tutor",
            columns=[
                Column(title="Rule", narrow=True),
                Column(title="What happened"),
                Column(title="Since", narrow=True),
                Column(title="Sessions", numeric=True),
            ],
            rows=rows,
            empty="No rule holds tonight.",
            stack=True,
        ),
    )


def _said(reason: Reason, weighed: Weighed) -> Markup:
    """Say it, and how it ends; of evidence in short, for the card below has all of it."""
    sentence = str(reason.flag["sentence"])
    lines = [sentence]
    if str(reason.flag["rule"]) in weighed.rules:
        lines = [first_things(sentence), last_things(sentence)]
    return cells.lines([unbroken(one) for one in (*lines, _until(reason.flag)) if one])


def _rules(reason: Reason) -> Markup:
    said = words.plain(str(reason.flag["rule"]))
    also = ", ".join(words.plain(one) for one in reason.others)
    return cells.lines([said, f"also: {also}"] if also else [said])


def _asks(reason: Reason) -> Markup:
    if reason.flag["held"]:
        return cells.pill("Held", "◆", "none")
    if reason.flag["needs_person"]:
        return cells.pill("Asks a person", "▲", "warn")
    if reason.coached:
        return cells.pill("Asks for coaching", "◇", "none")
    return cells.pill("Asks nobody", "○", "none")


def _until(flag: Row) -> str:
    """Say until when it stands: a day, or what ends it."""
    if flag["until"]:
        return f"Until {words.day(flag['until'])}."
    back = text(flag["way_back"])
    return f"Way back: {back}." if back else "Until a person ends it."


def _window(entry: Entry, days: int) -> Row:
    return next((one for one in entry.rates if one["window_days"] == days), {})


def _of(window: Row) -> str:
    if not window:
        return "unknown"
    late, sessions = whole(window["late"]), whole(window["sessions"])
    return f"{words.number(late)} late of {words.some(sessions, 'session')}"
