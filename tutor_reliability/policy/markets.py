"""Lay a market's own tables over a policy's, and their lines with them."""

from collections.abc import Iterator, Mapping

from tutor_reliability.policy.lines import Path
from tutor_reliability.policy.section import Origin

Values = dict[str, object]
_NOT_OVERRIDDEN = ("policy", "market", "evidence")
_OF_THE_MARKET = ("timezones", "human")
_MERGED = ("when", "then")
_NAMES = ("name", "to")
"""What tells the tables of an array apart; one without stands for all of its array."""


def in_market(values: Values, origin: Origin, market: str) -> tuple[Values, Origin]:
    """Give a file's tables as they are in a market.

    A table's keys replace those of the table of that name, one by one; a table of an array those
    of the table with its name, or joins the end of the array. An array whose tables have no names
    is replaced as a whole, and so is a table inside a table, but for `when` and `then`. Examples
    are those of the market alone.

    Raises:
        LineError: A market overrides what is the same everywhere.
    """
    found = values["market"]
    assert isinstance(found, Mapping)  # noqa: S101 - the caller has read it
    own: Values = found[market]
    merged: Values = {**values, "example": []}
    lines = origin.lines
    for key, table in own.items():
        if key in _OF_THE_MARKET:
            continue
        path: Path = ("market", market, key)
        if key in _NOT_OVERRIDDEN:
            raise origin.refuse(path, " is given again, expected what one market may change")
        merged[key], moves = _over(merged.get(key), table, key)
        for old, new in moves:
            lines = lines.moved((*path, *old), (key, *new))
    return merged, Origin(file=origin.file, lines=lines, market=market)


_Moves = list[tuple[Path, Path]]


def _over(base: object, own: object, key: str) -> tuple[object, _Moves]:
    if isinstance(base, list) and isinstance(own, list) and _all_named(own):
        return _by_name(base, own)
    if isinstance(base, dict) and isinstance(own, dict):
        return _by_key(base, own, deep=key == "status")
    return own, [((), ())]


def _by_key(base: Values, own: Values, *, deep: bool) -> tuple[Values, _Moves]:
    merged = dict(base)
    moves: _Moves = []
    for key, value in own.items():
        inner = merged.get(key)
        if isinstance(inner, dict) and isinstance(value, dict) and (deep or key in _MERGED):
            merged[key] = inner | value
            moves += [((key, one), (key, one)) for one in value]
        else:
            merged[key] = value
            moves.append(((key,), (key,)))
    return merged, moves


def _by_name(base: list[object], own: list[object]) -> tuple[list[object], _Moves]:
    merged = list(base)
    moves: _Moves = []
    places = {_name(one): number for number, one in enumerate(base) if _name(one)}
    for number, table in enumerate(own, start=1):
        place = places.get(_name(table))
        if place is None:
            merged.append(table)
            moves.append((((number,)), (len(merged),)))
            continue
        under = merged[place]
        assert isinstance(under, dict) and isinstance(table, dict)  # noqa: S101, PT018
        merged[place], inner = _by_key(under, table, deep=False)
        moves += [((number, *old), (place + 1, *new)) for old, new in inner]
    return merged, moves


def _all_named(tables: list[object]) -> bool:
    return all(_name(one) for one in tables)


def _name(table: object) -> str:
    return next(_names_of(table), "") if isinstance(table, dict) else ""


def _names_of(table: Values) -> Iterator[str]:
    for key in _NAMES:
        name = table.get(key)
        if isinstance(name, str):
            yield name
