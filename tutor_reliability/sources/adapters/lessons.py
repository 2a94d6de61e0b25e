"""What the software of tutoring companies shares: a lesson with a status, a tutor and students.

TutorCruncher and Teachworks are two shapes of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from tutor_reliability.sources.adapter import Export, Taken
from tutor_reliability.sources.json_export import Parsed, word
from tutor_reliability.sources.json_records import json_records
from tutor_reliability.sources.source import Source


def read_each(
    export: Export, lists: Sequence[str], tells: Callable[[Parsed, Source], Taken]
) -> Iterator[Taken]:
    """Give what each record of a JSON export tells.

    Args:
        export: The export.
        lists: Keys whose lists hold the records.
        tells: Reads one record.
    """
    for one in json_records(export.open, lists):
        if one.value is None:
            yield Taken(one.line, one.text, (), one.reason, one.detail)
        else:
            yield tells(Parsed(one.line, one.text, one.value), export.source)


def status_of(written: str, meanings: Mapping[str, str]) -> str:
    """Give the canonical status of a word; a word that is in no map stays, for landing to refuse.

    >>> status_of("Awaiting Report", {"awaiting-report": "scheduled"})
    'scheduled'
    """
    return meanings.get("-".join(written.lower().replace("-", " ").split()), written)


def sole(people: object, key: str) -> str:
    """Give the one person of a list; "" where there are none or several, since none is the one.

    >>> sole([{"contractor": "43"}], "contractor")
    '43'
    """
    found = every(people, key)
    return found[0] if len(found) == 1 else ""


def every(people: object, key: str) -> list[str]:
    """Give what stands under a key in each object of a list."""
    if not isinstance(people, list):
        return []
    return list(dict.fromkeys(one for each in people if (one := word(each, key))))


def mapped(written: str, log: str, column: str, source: Source) -> bool:
    """Tell whether a source file says what this spelling of a value means."""
    return written in source.values.get(log, {}).get(column, {})
