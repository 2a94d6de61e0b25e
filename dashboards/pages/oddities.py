"""What tonight mended of other nights, and what happened to many at once."""

from markupsafe import Markup

from dashboards import words
from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Table
from tutor_reliability.amnesties import Proposal, Surge, proposals

MOST_SHOWN = 10


def healed_card(facts: Facts) -> list[Card]:
    """Say what tonight mended; nothing where there was nothing to mend."""
    healed = facts.run.ask("healed")
    if healed.is_empty():
        return []
    rows: list[list[Cell]] = [
        [
            words.plain(row["kind"]),
            row["sentence"],
            words.number(row["landed"]),
            words.number(row["sessions"]),
            words.number(row["tutors"]),
        ]
        for row in healed.iter_rows(named=True)
    ]
    return [
        Card(
            name="healed",
            title="What tonight healed",
            how="Days that were closed and are told otherwise now. Only the sessions they name "
            "were judged again.",
            table=Table(
                caption="What tonight mended of the nights before it",
                columns=[
                    Column(title="What had gone wrong"),
                    Column(title="In words"),
                    Column(title="Rows", numeric=True),
                    Column(title="Sessions changed", numeric=True),
                    Column(title="Tutors", numeric=True),
                ],
                rows=rows,
                stack=True,
            ),
        )
    ]


def surge_card(facts: Facts, site: Site) -> Card:
    """List the newest days on which far more tutors cancelled than usual; the CSV has all."""
    surges = facts.run.ask("surges")
    path = site.write_frame("csv/surge_days.csv", surges)
    more = ""
    if surges.height > MOST_SHOWN:
        more = f"The newest {MOST_SHOWN} of {words.number(surges.height)}; the CSV file has all."
    rows: list[list[Cell]] = [
        [
            words.day(row["day"]),
            f"{words.number(row['tutors_hit'])} of {words.number(row['tutors_active'])}",
            f"{words.percent(row['hit_share'])}, usually {words.percent(row['usual_share'])}",
            f"{words.number(row['late'])}, {words.number(row['excused'])} excused",
            _stated(row["reason_code"], row["reason_share"]),
        ]
        for row in surges.head(MOST_SHOWN).iter_rows(named=True)
    ]
    return Card(
        name="surges",
        title="Surge days",
        how="Days of the last year on which far more tutors cancelled than usual. Each is proposed "
        "as an amnesty; nothing is excused before a person says so.",
        table=Table(
            caption="Days on which far more tutors cancelled than usual, the newest first",
            columns=[
                Column(title="Day", narrow=True),
                Column(title="Tutors who cancelled", numeric=True),
                Column(title="Share"),
                Column(title="Late sessions", numeric=True),
                Column(title="Most stated"),
            ],
            rows=rows,
            csv=path,
            more=more,
            empty="No day stands out.",
            stack=True,
        ),
    )


def amnesty_card(facts: Facts) -> list[Card]:
    """Give the lines of an amnesty for surge days with late sessions left; nothing without any."""
    days = facts.run.ask("surges").select(Surge.__slots__)
    found = proposals(Surge(**row) for row in days.iter_rows(named=True))
    if not found:
        return []
    return [
        Card(
            name="amnesties",
            title="Amnesties to consider",
            how="Lines for the policy file, should somebody decide that nobody was to blame on "
            "these days. Nothing here is in force: it asks for a name, and for the next night.",
            terms=[(one.days, _lines(one)) for one in found[:MOST_SHOWN]],
        )
    ]


def _lines(proposal: Proposal) -> Markup:
    late = words.some(proposal.late, "late session")
    return Markup('Would take out {}.<pre class="paste"><code>{}</code></pre>').format(
        late, proposal.toml
    )


def _stated(code: str | None, share: float) -> str:
    return f"{words.plain(code)} ({words.percent(share)})" if code else "no reason"


def _burst(sessions: int, minutes: float) -> str:
    return f"{words.number(sessions)} in {words.some(max(1, round(minutes)), 'minute')}"


def burst_card(facts: Facts, site: Site) -> Card:
    """List the newest bursts by one actor; the CSV file has all."""
    bursts = facts.run.ask("bursts")
    path = site.write_frame("csv/bulk_events.csv", bursts)
    more = ""
    if bursts.height > MOST_SHOWN:
        more = f"The newest {MOST_SHOWN} of {words.number(bursts.height)}; the CSV file has all."
    rows: list[list[Cell]] = [
        [
            row["began_at"],
            cells.lines([row["actor"], row["actor_kind"]]),
            _burst(row["sessions"], row["minutes"]),
            words.some(row["tutors"], "tutor"),
            words.number(row["late"]),
            words.plain(row["reason_code"]) if row["reason_code"] else "no reason",
        ]
        for row in bursts.head(MOST_SHOWN).iter_rows(named=True)
    ]
    return Card(
        name="bursts",
        title="Bulk events",
        how="Bursts of the last year in which one actor ended many sessions at once: one thing "
        "that happened, and one thing to look at.",
        table=Table(
            caption="Bursts of cancellations by one actor, the newest first",
            columns=[
                Column(title="Began", narrow=True),
                Column(title="Actor"),
                Column(title="Sessions", numeric=True),
                Column(title="Of", narrow=True),
                Column(title="Late", numeric=True),
                Column(title="Most stated"),
            ],
            rows=rows,
            csv=path,
            more=more,
            empty="No burst was found.",
            stack=True,
        ),
    )
