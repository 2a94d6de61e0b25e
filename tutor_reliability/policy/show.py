"""A policy as a page of plain text: for those who are judged by it, and those who judge."""

from collections.abc import Iterator, Mapping

from tutor_reliability.policy.describe import Row, describe
from tutor_reliability.policy.diff import Change, diff
from tutor_reliability.policy.model import Book, Policy

_BY_A_PERSON = "a person is asked, and decides with a reason that is kept"


def show(book: Book) -> Iterator[str]:
    """Say a policy in plain words, with headings as in Markdown."""
    policy = book.newest
    told = describe(policy)
    yield f"# {policy.title}"
    yield from _head(policy)
    for heading, lines in (
        ("What counts, the weightiest first", _weights(told)),
        ("What never counts", [f"- {one}" for one in _texts(told, "never_counts")]),
        ("What follows", _rules(told)),
        (
            "How to get back",
            [f"- {one['name']}: {one['way_back']}" for one in _rows(told, "rules")],
        ),
        ("What forgives", _forgives(told)),
        ("How it is measured", _parameters(told)),
        ("Whose doing it is: the first that fits", _numbered(_rows(told, "faults"))),
        ("What a session is called: the first that fits", _classes(told)),
        ("What is counted", _counted(told)),
        ("What each effect makes of assignment", _statuses(told)),
        ("Markets", list(_markets(book))),
        ("Earlier texts", list(_earlier(book))),
        ("Sentences of the text, and what they give", _examples(told)),
        ("Whom to write to", _contact(policy)),
    ):
        if lines:
            yield ""
            yield f"## {heading}"
            yield from lines


def show_json(book: Book) -> Row:
    """Say the same for programs: the newest text, its markets and the texts before it."""
    newest = book.newest
    return describe(newest) | {
        "markets": [
            {
                "name": one.market,
                "timezones": list(one.market_timezones),
                "human_required": one.human_required,
                "differs": [_change(change) for change in diff(newest, one)],
            }
            for one in _of_markets(book)
        ],
        "earlier": [
            {"version": one.version, "from": one.from_day.isoformat(), "until": str(one.until_day)}
            for one in _before(book)
        ],
    }


def change_words(change: Change) -> str:
    """Say a change in one line."""
    way = f" ({change.direction} for tutors)" if change.direction else ""
    return f"{change.about}: {change.words}{way}"


def _change(change: Change) -> Row:
    return {"about": change.about, "words": change.words, "direction": change.direction}


def _head(policy: Policy) -> Iterator[str]:
    yield f"{policy.id}, version {policy.version}, in force from {policy.effective_from}"
    if policy.published_at:
        yield f"Published on {policy.published_at}"
    yield f"Source: {policy.source}. Questions: {policy.contact}"
    yield "(ours) marks a number that the published text does not give."


def _weights(told: Row) -> list[str]:
    return [
        f"{number}. {one['words']}: {one['says']}"
        for number, one in enumerate(_rows(told, "weights"), start=1)
    ]


def _rules(told: Row) -> list[str]:
    lines = []
    for one in _rows(told, "rules"):
        lines.append(f"- {one['name']} [{one['severity']}]: {one['words']}{_ours(one)}")
        lines.append(f"  when {one['when']}; {one['asked']}")
        lines.append(f"  then {one['effect']}")
        asks = f"; {_BY_A_PERSON}" if one["needs_person"] else ""
        lines.append(f"  assignment: {one['assignment']}{asks}")
    return lines


def _forgives(told: Row) -> list[str]:
    lines = [f"- {one['words']}" for key in ("excuses", "amnesties") for one in _rows(told, key)]
    if told["cure"]:
        lines.append(f"- {told['cure']}")
    for key, words in (("reasons", "reasons that can be given"), ("emergencies", "emergencies")):
        named = _texts(told, key)
        if named:
            lines.append(f"- {words}: {', '.join(named)}")
    return lines


def _parameters(told: Row) -> list[str]:
    return [
        f"- {one['name']}: {one['words']}{_ours(one)}"
        if one["value"] == one["words"]
        else f"- {one['name']} = {one['value']}: {one['words']}{_ours(one)}"
        for one in _rows(told, "parameters")
    ]


def _numbered(rows: list[Row]) -> list[str]:
    return [f"{number}. {one['words']}" for number, one in enumerate(rows, start=1)]


def _classes(told: Row) -> list[str]:
    lines = []
    for number, one in enumerate(_rows(told, "classes"), start=1):
        late = " [counts as late]" if one["counts_as_late"] else ""
        weighs = "" if one["weight"] == 1 else f" [weighs {one['weight']:g}]"
        asks = f"; {one['asks']}" if one["asks"] not in ("", one["words"]) else ""
        lines.append(f"{number}. {one['name']}: {one['words']}{late}{weighs}{asks}")
    return lines


def _counted(told: Row) -> list[str]:
    return [
        *(f"- {one['words']}" for one in _rows(told, "merges")),
        *(f"- {one['name']}: {one['words']}" for one in _rows(told, "derives")),
        *(f"- {one['name']}: {one['words']}" for one in _rows(told, "meters")),
    ]


def _statuses(told: Row) -> list[str]:
    return [
        f"- {one['name']}: {one['words']}; {one['assignment']}" for one in _rows(told, "statuses")
    ]


def _markets(book: Book) -> Iterator[str]:
    for one in _of_markets(book):
        asks = "; every restriction needs a person's decision first" if one.human_required else ""
        yield f"- {one.market}: {', '.join(one.market_timezones)}{asks}"
        for change in diff(book.newest, one):
            yield f"  - {change_words(change)}"


def _earlier(book: Book) -> Iterator[str]:
    for one in _before(book):
        yield f"- version {one.version}: from {one.from_day}, until the day before {one.until_day}"


def _of_markets(book: Book) -> list[Policy]:
    day = book.newest.effective_from
    return [one for one in book.variants if one.market and one.effective_from == day]


def _before(book: Book) -> list[Policy]:
    day = book.newest.effective_from
    return [one for one in book.variants if not one.market and one.effective_from != day]


_COUNTS = {"True": ", counts", "False": ", does not count"}


def _examples(told: Row) -> list[str]:
    lines = []
    for one in _rows(told, "examples"):
        if "outcome" in one:
            counts = _COUNTS.get(str(one["counts"]), "")
            lines.append(f'- "{one["quote"]}": {one["outcome"]}{counts}')
        else:
            flags = one["flags"]
            held = ", ".join(map(str, flags)) if isinstance(flags, list) else ""
            verb = "hold" if ", " in held else "holds"
            lines.append(f'- "{one["quote"]}": on day {one["on_day"]} {held or "no rule"} {verb}')
    return lines


def _contact(policy: Policy) -> list[str]:
    said = "for questions, excuses and objections. Whoever is flagged may say their side; a person"
    return [f"{policy.contact}: {said} looks, and can decide otherwise."]


def _ours(row: Mapping[str, object]) -> str:
    return " (ours)" if row["default"] else ""


def _rows(told: Row, key: str) -> list[Row]:
    rows = told[key]
    assert isinstance(rows, list)  # noqa: S101 - describe gives lists
    return [one for one in rows if isinstance(one, dict)]


def _texts(told: Row, key: str) -> list[str]:
    texts = told[key]
    assert isinstance(texts, list)  # noqa: S101 - describe gives lists
    return [str(one) for one in texts]
