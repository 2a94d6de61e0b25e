"""What the tutor told support, and what students said: shown beside the numbers, never in them."""

from collections.abc import Sequence

from dashboards import words
from dashboards.pages import cells
from dashboards.pages.book import Entry
from dashboards.pages.views import Card, Cell, Column, Table, newest

MOST_SAID = 10
"""Messages, and words of students, in sight; the earlier ones open on demand."""


def contact_card(entry: Entry) -> Card:
    """List what the tutor told support, and what came of it."""
    rows: list[Sequence[Cell]] = [
        [
            str(one["contacted"]),
            str(one["session_id"] or "none named"),
            words.plain(str(one["channel"])),
            words.plain(str(one["reason_code"])) if one["reason_code"] else "none given",
            words.plain(str(one["decision"])) if one["decision"] else "not decided",
            cells.code(str(one["source_row"]) if one["source_row"] else None),
        ]
        for one in entry.contacts
    ]
    table, folded = newest(
        Table(
            caption="Messages of this tutor to support",
            columns=[
                Column(title="When", narrow=True),
                Column(title="About session"),
                Column(title="Channel"),
                Column(title="Reason"),
                Column(title="Decision"),
                Column(title="Source row"),
            ],
            rows=rows,
            empty="No message is on record.",
            stack=True,
        ),
        MOST_SAID,
        "message",
    )
    return Card(
        name="contacts",
        title=f"Messages to support ({words.number(len(rows))})",
        how="An excuse counts only once it went through the policy's channel and, where the policy "
        "asks for it, somebody accepted it.",
        method="excuses",
        table=table,
        folded=folded,
    )


def feedback_card(entry: Entry) -> Card:
    """Show what students said."""
    rows: list[Sequence[Cell]] = [
        [
            str(one["given"]),
            str(one["session_id"] or "none named"),
            f"{one['rating']:g}" if one["rating"] is not None else "none",
            str(one["text"] or ""),
        ]
        for one in entry.feedback
    ]
    table, folded = newest(
        Table(
            caption="What students said about this tutor's reliability",
            columns=[
                Column(title="Day", narrow=True),
                Column(title="Session"),
                Column(title="Stars", numeric=True),
                Column(title="Words"),
            ],
            rows=rows,
            empty="Nobody said anything.",
            stack=True,
        ),
        MOST_SAID,
        "comment",
    )
    return Card(
        name="feedback",
        title=f"What students said ({words.number(len(rows))})",
        how="Shown, never scored: no number on this page rests on it.",
        table=table,
        folded=folded,
    )
