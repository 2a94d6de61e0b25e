"""Read broken exports without landing them: many more, and each record is held to its own text."""

import re
from collections.abc import Iterator
from datetime import datetime
from random import Random

from tests.fuzz.campaign import Findings, Input, export_of, file_name, findings_of_records, stands
from tests.fuzz.independent import instants_of, names, text_of
from tests.fuzz.mangle import mangled
from tests.fuzz.seeds import ZONE, exports, seeds
from tutor_reliability.sources.adapters import ADAPTERS
from tutor_reliability.tables import LOGS, TIMESTAMP

_HEAD = 1 << 16


def reading(inputs: int, seed: int) -> Findings:
    """Read so many broken exports; the same seed reads the same ones."""
    found = Findings()
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    for number in range(inputs):
        sound = exports(random)
        data = mangled(sound.data, sound.suffix, seeds(random).data, random)
        one = Input(file_name(sound, number), sound, data)
        found.tried[sound.source] += 1
        try:
            _read(one, found)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            found.crashes.append((one, f"{type(error).__name__}: {error}"))
    return found


def _read(one: Input, found: Findings) -> None:
    head = one.data.decode("utf-8", "replace")[:_HEAD]
    for adapter in ADAPTERS:
        adapter.claims(head)
    records = list(export_of(one))
    found.rows.update(received=len(records), rejected=sum(not each.gives for each in records))
    found.unaccounted.extend((one, what) for what in findings_of_records(one, records))
    whole = text_of(one.data, one.seed.suffix)
    instants = instants_of(whole, ZONE)
    calendar = one.seed.suffix == ".ics"
    for record in records:
        text = whole if calendar else text_of(_bytes(record.text), one.seed.suffix)
        known = instants if calendar else instants_of(text, ZONE)
        for given in record.gives:
            found.guesses.extend((one, what) for what in _guessed(given, text, known))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _guessed(given, text: str, instants: set[datetime]) -> Iterator[str]:
    """Name the values of a row that do not stand in its record."""
    columns = {column.name: column for column in LOGS[given.log].columns}
    for name, value in given.values.items():
        column = columns[name]
        if column.type == TIMESTAMP:
            sound = _is_of(value, text, instants)
        elif column.values or column.type != "VARCHAR":
            sound = True
        else:
            sound = stands(value, text, text.lower(), instants)
        if not sound:
            yield f"{given.log}.{name} is {value!r}"


def _is_of(value: str, text: str, instants: set[datetime]) -> bool:
    """Tell whether a time is one of the text's; what is no time stands there as it is."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        value = value.replace("\r\n", "\n")
        return value in text or all(part in text for part in value.split("T"))
    if found.tzinfo:
        return names(instants, found)
    return re.sub(r"\D", "", value) in re.sub(r"\D", "", text)
