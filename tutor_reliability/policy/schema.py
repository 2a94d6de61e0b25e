"""The JSON Schema of a policy file, by which editors complete and check while one writes.

It is made from `vocabulary`, and knows what each value looks like; what names another table of the
file, and what contradicts itself, only `policy check` finds.
"""

from collections.abc import Callable

from tutor_reliability.policy.vocabulary import INNER, REQUIRED, TABLES, Key, Table

Schema = dict[str, object]
EVERYWHERE = ("policy", "market", "evidence")
"""What a market cannot have its own of."""
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ELAPSED = r"^[0-9]{1,12}(s|min|h|d)$"
_CALENDAR = r"^[0-9]{1,12}(d|mo|y)$"
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_LENGTH: Schema = {"type": "string", "pattern": _ELAPSED}
_SPAN: Schema = {"type": "string", "pattern": _CALENDAR}
_DAY: Schema = {"type": "string", "format": "date"}
_NUMBER: Schema = {"type": "number", "minimum": 0}
_SIGNED: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_BAND: Schema = {
    "type": "array",
    "items": {"anyOf": [_LENGTH, {"const": ""}]},
    "minItems": 2,
    "maxItems": 2,
}
_STRETCH: Schema = {"anyOf": [_SPAN, {"const": "lifetime"}]}
_MONTH_DAY: Schema = {"type": "string", "pattern": r"^[0-9]{2}-[0-9]{2}$"}


def schema() -> Schema:
    """Give the JSON Schema of a policy file, draft 2020-12."""
    files = {one.name: _table(one) for one in TABLES}
    markets = files["market"]["additionalProperties"]
    assert isinstance(markets, dict)  # noqa: S101 - the table of markets has named ones
    own = {name: _partly(one) for name, one in files.items() if name not in EVERYWHERE}
    markets["properties"] |= own
    return {
        "$schema": _DIALECT,
        "title": "A policy of tutor_reliability",
        "description": "What counts, what forgives, and what follows where a tutor cancels.",
        "type": "object",
        "properties": files,
        "required": [one.name for one in TABLES if one.required],
        "additionalProperties": False,
    }


def _table(table: Table) -> Schema:
    one = _one(table)
    if not table.many:
        return one
    return {"type": "array", "items": one, "minItems": 1, "description": table.words}


def _one(table: Table) -> Schema:
    made: Schema = {"type": "object", "description": table.words}
    if table.named:
        made["additionalProperties"] = _one(table.inner) if table.inner else _NAMED[table.named]
        return made
    made["properties"] = {one.name: _key(one) for one in table.keys}
    made["additionalProperties"] = False
    required = [one.name for one in table.keys if one.default == REQUIRED]
    return made | _needs(table.name, required)


def _needs(name: str, required: list[str]) -> Schema:
    """Give which keys a table must have; some tables are of more than one kind."""
    if name == "meter.window":
        return {"minProperties": 1}
    if name == "example":
        return {"oneOf": [{"required": ["given", "outcome"]}, {"required": ["history", "on_day"]}]}
    if name == "meter":
        return {"required": ["name", "kind"], "allOf": [_needs_by_kind(*one) for one in _BY_KIND]}
    return {"required": required} if required else {}


_BY_KIND = (
    ("count", ("of", "window")),
    ("rate", ("of", "among", "window")),
    ("streak", ("of", "among")),
    ("ledger", ("points",)),
    ("evidence", ("signal",)),
)


def _needs_by_kind(kind: str, keys: tuple[str, ...]) -> Schema:
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"required": list(keys)},
    }


def _partly(made: object) -> object:
    """Give a schema that asks for no key: what a market gives again is only what differs."""
    if isinstance(made, list):
        return [_partly(one) for one in made]
    if not isinstance(made, dict):
        return made
    left_out = ("required", "allOf", "oneOf")
    return {key: _partly(one) for key, one in made.items() if key not in left_out}


def _key(key: Key) -> Schema:
    told = key.words if key.default == REQUIRED else f"{key.words} (default: {key.default})"
    if key.table is not None:
        return _table(key.table) | {"description": told}
    return _KINDS[key.kind](key) | {"description": told}


def _choice(key: Key) -> Schema:
    return {"enum": list(key.options)}


def _texts(key: Key) -> Schema:
    item: Schema = {"enum": list(key.options)} if key.options else {"type": "string"}
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _hours(_key: Key) -> Schema:
    return {"anyOf": [{"const": "elapsed"}, _inner("clock.hours")]}


def _window(_key: Key) -> Schema:
    return {"anyOf": [_STRETCH, _inner("meter.window")]}


def _at(_key: Key) -> Schema:
    return {"anyOf": [{"type": "array", "items": _MONTH_DAY, "minItems": 1}, _inner("rule.at")]}


def _inner(name: str) -> Schema:
    return _one(INNER[name])


def _facts(key: Key) -> Schema:
    return {"type": "object", "propertyNames": {"enum": list(key.options)}}


def _steps(key: Key) -> Schema:
    return {"type": "array", "items": _facts(key) | {"required": ["day"]}, "minItems": 1}


def _is(made: Schema) -> Callable[[Key], Schema]:
    return lambda _key: dict(made)


_PRICES: Schema = {"anyOf": [_SIGNED, {"type": "array", "items": _SIGNED, "minItems": 1}]}
_NAMED: dict[str, Schema] = {
    "prices": _PRICES,
    "comparison": {
        "type": "string",
        "pattern": r"^\s*(>=|<=|==|>|<)\s*-?[0-9]+(\.[0-9]+)?\s*%?\s*$",
    },
}
_KINDS: dict[str, Callable[[Key], Schema]] = {
    "text": _is(_TEXT),
    "choice": _choice,
    "texts": _texts,
    "flag": _is({"type": "boolean"}),
    "day": _is(_DAY),
    "days": _is({"type": "array", "items": _DAY}),
    "time": _is({"type": "string", "pattern": r"^([01][0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9]|24:00)$"}),
    "number": _is(_NUMBER),
    "signed": _is(_SIGNED),
    "count": _is(_COUNT),
    "positive": _is({"type": "integer", "minimum": 1}),
    "length": _is(_LENGTH),
    "span": _is(_SPAN),
    "span_or_never": _is({"anyOf": [_SPAN, {"const": "never"}]}),
    "stretch": _is(_STRETCH),
    "stretches": _is({"anyOf": [_STRETCH, {"type": "array", "items": _STRETCH, "minItems": 1}]}),
    "anchor": _is({"anyOf": [{"const": "joined"}, _DAY]}),
    "band": _is(_BAND),
    "notice": _is({"anyOf": [{"const": "unknown"}, _BAND]}),
    "on": _is({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    "hours": _hours,
    "window": _window,
    "at": _at,
    "facts": _facts,
    "steps": _steps,
    "values": _is({"type": "object", "additionalProperties": {"type": ["number", "string"]}}),
}
