"""Land broken files by the batch and hold what came of each to what an independent reader finds."""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.fuzz.independent import begun_in, count_of, instants_of, names, text_of
from tests.fuzz.mangle import mangled
from tests.fuzz.seeds import EMPTY_LOGS, SOURCE_FILES, ZONE, Seed, seeds
from tutor_reliability.errors import ReliabilityError
from tutor_reliability.landing import REASONS, land
from tutor_reliability.sources import Source
from tutor_reliability.sources.adapter import Export, Taken
from tutor_reliability.sources.adapters import ADAPTERS
from tutor_reliability.tables import LOGS, TIMESTAMP
from tutor_reliability.warehouse import Warehouse

_BATCH = 40
_ROUNDS = 3 * _BATCH
_ADDED = frozenset({"known_at", "delivery_id", "line", "row_hash", "precision"})
_ADAPTERS = {one.name: one for one in ADAPTERS}
_WORDS = frozenset({"", "cancelled", "declined", "deleted", "left", "booking"})
"""What adapters put beside what stands in a record to name an event."""
_WRITTEN_TIME = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-][0-9:]+)?")
_HASH = re.compile(r"[0-9a-f]{32}")
_PAIRS = 60
_SHORT = 4
"""Characters below which a value must stand there as a word: 0 stands in every date."""


@dataclass(frozen=True)
class Input:
    """A broken file: its name in the directory, which source reads it, and its bytes."""

    name: str
    seed: Seed
    data: bytes


@dataclass
class Findings:
    """What a campaign found.

    Attributes:
        tried: Inputs by source.
        refused: How many of them were refused as a whole, by source.
        rows: Rows received, landed and rejected.
        crashes: Inputs at which landing raised what is no `ReliabilityError`, with what it raised.
        unaccounted: Inputs of which not every record is accounted for, with what is missing.
        guesses: Inputs of which something landed that does not stand in them, with what.
    """

    tried: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    rows: Counter = field(default_factory=Counter)
    crashes: list[tuple[Input, str]] = field(default_factory=list)
    unaccounted: list[tuple[Input, str]] = field(default_factory=list)
    guesses: list[tuple[Input, str]] = field(default_factory=list)

    @property
    def all(self) -> dict[str, list[tuple[Input, str]]]:
        """Every finding, by its kind."""
        return {
            "crashes": self.crashes,
            "unaccounted": self.unaccounted,
            "guesses": self.guesses,
        }


def campaign(inputs: int, seed: int) -> Findings:
    """Try so many inputs; the same seed tries the same ones."""
    found = Findings()
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    with Warehouse(None).open() as opened:
        for start in range(0, inputs, _BATCH):
            batch = [_input(random, number) for number in range(min(_BATCH, inputs - start))]
            found.tried.update(one.seed.source for one in batch)
            _try(opened.con, batch, found)
    return found


def try_one(data: bytes, seed: Seed) -> Findings:
    """Try one input, such as one that was kept."""
    found = Findings()
    with Warehouse(None).open() as opened:
        _try(opened.con, [Input(file_name(seed, 0), seed, data)], found)
    return found


def _input(random: Random, number: int) -> Input:
    seed = seeds(random)
    other = seeds(random).data
    data = mangled(seed.data, seed.suffix, other, random)
    return Input(file_name(seed, number), seed, data)


def file_name(seed: Seed, number: int) -> str:
    """Name a file so that its source claims it."""
    dash = "" if seed.prefix.endswith("-") else "-"
    return f"{seed.prefix}{dash}{number + 1}{seed.suffix}"


def _try(con, batch: list[Input], found: Findings) -> None:
    """Land a batch; where that crashes, find out by which of its inputs."""
    try:
        _land(con, batch, found)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
        if len(batch) == 1:
            found.crashes.append((batch[0], f"{type(error).__name__}: {error}"))
            return
        for one in batch:
            _try(con, [one], found)


def _land(con, batch: list[Input], found: Findings) -> None:
    for table in ("deliveries", "rejected_rows", *(name for name in LOGS)):
        con.execute(f"delete from raw.{table}")
    deliveries = []
    left = {one.name: one for one in batch}
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder)
        _write(logs, batch)
        for _ in range(_ROUNDS):
            try:
                land(con, logs, progress=deliveries.append)
                break
            except ReliabilityError as error:
                for name in _named(str(error), left):
                    found.refused[left.pop(name).seed.source] += 1
                    (logs / name).unlink()
        else:
            raise RuntimeError("a refused file was refused again")
    by_file = {}
    for one in deliveries:
        by_file.setdefault(one.file, []).append(one)
    for name, one in left.items():
        _judge(con, one, by_file.get(name, []), found)


def _write(logs: Path, batch: list[Input]) -> None:
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir()
    for name, text in SOURCE_FILES.items():
        (logs / name).write_text(text)
    for name, data in EMPTY_LOGS.items():
        (logs / name).write_bytes(data)
    for one in batch:
        (logs / one.name).write_bytes(one.data)


def _named(message: str, left: dict[str, Input]) -> list[str]:
    """Give the files that a refusal names; one that names none helps nobody."""
    found = [name for name in left if re.search(rf"(^|, ){re.escape(name)}[,:]", message)]
    if not found or "\n" in message:
        raise RuntimeError(f"a refusal that names no file in one line: {message!r}")
    return found


def _judge(con, one: Input, deliveries: list, found: Findings) -> None:
    for what in _missing(con, one, deliveries):
        found.unaccounted.append((one, what))
    text = text_of(one.data, one.seed.suffix)
    instants = instants_of(text, one.seed.zone)
    for delivery in deliveries:
        found.rows.update(received=delivery.received, rejected=delivery.rejected)
        for what in _guessed(con, delivery, text, instants):
            found.guesses.append((one, what))


def _missing(con, one: Input, deliveries: list) -> Iterator[str]:
    """Say which records of a file are not accounted for."""
    for each in deliveries:
        yield from _missing_of_a_delivery(con, each)
    if not deliveries:
        return
    if one.seed.source in _ADAPTERS:
        yield from _missing_of_an_export(one, deliveries)
        return
    expected, received = (
        count_of(one.data, one.seed.suffix, one.seed.source),
        deliveries[0].received,
    )
    if expected is not None and received != expected:
        yield f"{received} records are accounted for, an independent count finds {expected}"


def _missing_of_a_delivery(con, each) -> Iterator[str]:
    kept = _one(con, f"select count(*) from raw.{each.log} where delivery_id = $id", each)
    told = _one(con, "select count(*) from raw.rejected_rows where delivery_id = $id", each)
    if each.landed + each.duplicate + each.superseded + each.rejected != each.received:
        yield f"{each}: does not add up"
    if kept != each.landed + each.superseded or told != each.rejected:
        yield f"{each}: {kept} rows landed, {told} rejected rows are kept"
    reasons = con.execute(
        "select reason, row from raw.rejected_rows where delivery_id = $id",
        {"id": each.delivery_id},
    ).fetchall()
    if any(reason not in REASONS or not row for reason, row in reasons):
        yield f"{each}: a rejected row without a known reason or its text"


def _missing_of_an_export(one: Input, deliveries: list) -> Iterator[str]:
    """Say which records an adapter lost, or landing after it."""
    records = list(export_of(one))
    given = Counter(row.log for record in records for row in record.gives)
    given[_ADAPTERS[one.seed.source].logs[0]] += sum(not record.gives for record in records)
    for each in deliveries:
        if given[each.log] != each.received:
            yield f"{each.log}: {each.received} rows are accounted for, not {given[each.log]}"
    yield from findings_of_records(one, records)


def export_of(one: Input) -> Iterator[Taken]:
    """Give the records of an export as its adapter reads them."""

    def opened() -> TextIOWrapper:
        return TextIOWrapper(BytesIO(one.data), "utf-8-sig", "surrogateescape", newline="")

    export = Export(name=one.name, open=opened, source=Source(timezone=ZONE))
    return _ADAPTERS[one.seed.source].read(export)


def findings_of_records(one: Input, records: list[Taken]) -> Iterator[str]:
    """Say what of an export is in no record, and which record nobody can account for."""
    expected = count_of(one.data, one.seed.suffix, one.seed.source)
    if expected is not None and len(records) != expected:
        yield f"{len(records)} records are read, an independent count finds {expected}"
    if one.seed.suffix == ".ics":
        events = sum(begun_in(record.text.encode("utf-8", "replace")) > 0 for record in records)
        if events < begun_in(one.data):
            yield f"{events} events are read, {begun_in(one.data)} begin"
    for record in records:
        if bool(record.gives) == bool(record.reason) or record.reason not in {None, *REASONS}:
            yield f"line {record.line}: gives {len(record.gives)}, reason {record.reason!r}"
        if record.reason and not (record.text and record.detail):
            yield f"line {record.line}: {record.reason} without its text or what is wrong"
    if any(one.line > two.line for one, two in pairwise(records)):
        yield "records stand out of order"


def _one(con, sql: str, delivery) -> int:
    return con.execute(sql, {"id": delivery.delivery_id}).fetchone()[0]


def _guessed(con, delivery, text: str, instants: set[datetime]) -> Iterator[str]:
    """Name the values that landed and do not stand in the file."""
    columns = [one for one in LOGS[delivery.log].columns if one.name not in _ADDED]
    chosen = ", ".join(one.name for one in columns)
    rows = con.execute(
        f"select {chosen} from raw.{delivery.log} where delivery_id = $id",
        {"id": delivery.delivery_id},
    ).fetchall()
    lowered = text.lower()
    lengths = _lengths(instants)
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            if value is None or column.values:
                continue
            if column.type == TIMESTAMP:
                sound = names(instants, value)
            elif column.type == "VARCHAR":
                sound = stands(value, text, lowered, instants)
            elif column.type == "INTEGER":
                sound = str(value) in text or lengths is None or value in lengths
            else:
                sound = True
            if not sound:
                yield f"{delivery.log}.{column.name} is {value!r}"


def _lengths(instants: set[datetime]) -> set[int] | None:
    """Give the whole minutes between any two instants; None where there are too many to tell."""
    if len(instants) > _PAIRS:
        return None
    return {int((one - two).total_seconds() // 60) for one in instants for two in instants}


def stands(value: str, text: str, lowered: str, instants: set[datetime]) -> bool:
    """Tell whether a value stands in a text, or is put together from what does."""
    value = value.replace("\r\n", "\n")
    if len(value) < _SHORT:
        return re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", lowered) is not None
    if value in text or value.lower() in lowered or _HASH.fullmatch(value):
        return True
    if value[:1] + value[-1:] in {"[]", "{}"}:
        return "".join(value.split()) in "".join(text.split())
    times, rest = _WRITTEN_TIME.findall(value), _WRITTEN_TIME.sub("", value)
    return all(_is_written(time, text, instants) for time in times) and all(
        part in _WORDS or part.lower() in lowered for part in re.split(r"[ /:]", rest)
    )


def _is_written(time: str, text: str, instants: set[datetime]) -> bool:
    """Tell whether a time that an adapter put into a name stands in the file, however spelt."""
    if time in text:
        return True
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        return False
    if found.tzinfo:
        return names(instants, found)
    return f"{found:%Y%m%dT%H%M%S}" in text
