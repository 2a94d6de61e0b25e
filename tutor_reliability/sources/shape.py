"""Which files a source reads, and which rows and columns of them it makes rows of which log."""

from collections.abc import Iterator, Mapping

from tutor_reliability.errors import SourceError
from tutor_reliability.hints import nearest
from tutor_reliability.sources.entry import Entry
from tutor_reliability.sources.source import delivered_columns
from tutor_reliability.tables import LOGS

_NO_DELIMITERS = frozenset('" \n\r')


def tables_of(given: Entry) -> list[Entry]:
    """Give the tables of files; where the file lists globs or none, one that says just that."""
    found = given.values.get("files")
    if isinstance(found, list) and found and all(isinstance(one, Mapping) for one in found):
        return [
            Entry(file=given.file, place=f"files[{place}].", values=one)
            for place, one in enumerate(found)
        ]
    if found is None:
        return [Entry(file=given.file, place="", values={})]
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise given.wrong("files", "globs such as ['square-*.csv'], or tables with a glob each")
    return [Entry(file=given.file, place="", values={"glob": found})]


def globs_of(given: Entry) -> tuple[str, ...]:
    """Give the globs of a table of files."""
    if "glob" not in given.values:
        return ()
    found = _one_or_more(given, "glob")
    if not found or not all(one.strip() for one in found):
        raise given.wrong("glob", "a glob such as 'square-*.csv'")
    return found


def logs_of(given: Entry) -> tuple[str, ...]:
    """Give the logs that the rows of a table of files belong to."""
    if "log" not in given.values:
        return ()
    logs = _one_or_more(given, "log")
    for log in logs:
        if log not in LOGS:
            raise given.wrong("log", f"one or more of {', '.join(LOGS)}{nearest(log, LOGS)}")
    return tuple(log for log in LOGS if log in logs)


def delimiter_of(given: Entry) -> str:
    """Give what stands between the fields of a CSV."""
    found = given.values.get("delimiter", ",")
    if not isinstance(found, str) or len(found) != 1 or found in _NO_DELIMITERS:
        raise given.wrong("delimiter", "one character, such as ';' or '\\t'")
    return found


def by_log(given: Entry, key: str) -> Iterator[tuple[str, Entry]]:
    """Give the tables that a key has by log, of columns of that log."""
    table = given.table(key)
    table.refuse_unknown(LOGS)
    for log in table.values:
        columns = table.table(log)
        columns.refuse_unknown(column.name for column in delivered_columns(log))
        yield log, columns


def columns_of(
    given: Entry,
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, tuple[str, ...]]]]:
    """Give what the columns of each log are called, and those that are put together."""
    named: dict[str, dict[str, str]] = {}
    joined: dict[str, dict[str, tuple[str, ...]]] = {}
    for log, columns in by_log(given, "columns"):
        for name, found in columns.values.items():
            if isinstance(found, list):
                joined.setdefault(log, {})[name] = _parts(columns, name)
            else:
                named.setdefault(log, {})[name] = columns.text(name, "")
        _refuse_taken(columns, named.get(log, {}))
    return named, joined


def fixed_of(given: Entry) -> dict[str, dict[str, str]]:
    """Give the values that every row of a log has, because of the file it stands in.

    An empty one says that the export does not tell.
    """
    fixed: dict[str, dict[str, str]] = {}
    for log, columns in by_log(given, "fixed"):
        contract = {column.name: column for column in delivered_columns(log)}
        for name, value in columns.values.items():
            if value != "":
                columns.text(name, "")
            if contract[name].values and value not in contract[name].values:
                raise columns.wrong(name, f"one of {', '.join(contract[name].values)}")
            fixed.setdefault(log, {})[name] = str(value)
    return fixed


def only_of(given: Entry) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give the values by which the rows of a log are told from the others of the file."""
    table = given.table("only")
    table.refuse_unknown(LOGS)
    only: dict[str, dict[str, tuple[str, ...]]] = {}
    for log in table.values:
        columns = table.table(log)
        for name in columns.values:
            only.setdefault(log, {})[name] = columns.texts(name, ())
            if not only[log][name]:
                raise columns.wrong(name, "the values of the rows that tell of this log")
    return only


def _parts(columns: Entry, name: str) -> tuple[str, ...]:
    parts = columns.texts(name, ())
    if len(parts) < 2 or not all(one.strip() for one in parts):  # noqa: PLR2004  # or nothing to join
        raise columns.wrong(name, "a column, or a list of columns to put together")
    return parts


def _refuse_taken(columns: Entry, named: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    for name, delivered in named.items():
        if delivered in seen:
            raise columns.wrong(name, f"a column that {seen[delivered]} does not take already")
        seen[delivered] = name


def _one_or_more(given: Entry, key: str) -> tuple[str, ...]:
    found = given.values[key]
    if isinstance(found, str):
        return (found,)
    return given.texts(key, ())


def refuse_without_files(file: str) -> SourceError:
    """Say that a source file beside the logs does not say what it reads."""
    return SourceError(
        f"{file}: files is missing, expected globs such as ['square-*.csv'] that say what it "
        "reads; or name the file with --source"
    )
