"""Exports as text, and what an adapter makes of them."""

import json
from dataclasses import dataclass
from io import StringIO

import pytest

from tutor_reliability.sources import CANONICAL
from tutor_reliability.sources.adapter import Export


@dataclass
class Reading:
    """What an adapter made of an export."""

    records: list

    @property
    def reasons(self):
        return [one.reason for one in self.records if one.reason]

    def rows(self, log):
        return [dict(row.values) for one in self.records for row in one.gives if row.log == log]

    def row(self, log):
        """Give the one row of a log."""
        (row,) = self.rows(log)
        return row


@pytest.fixture
def read():
    def reading(adapter, text, name="export.jsonl"):
        export = Export(name=name, open=lambda: StringIO(text), source=CANONICAL)
        return Reading(records=list(adapter.read(export)))

    return reading


@pytest.fixture
def read_objects(read):
    """Read objects, one a line."""

    def reading(adapter, *objects):
        return read(adapter, "".join(json.dumps(one) + "\n" for one in objects))

    return reading
