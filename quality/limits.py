"""The numbers the promises are held to: the defaults of `limits.toml`, a night's own over them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("limits.toml")


@cache
def _read() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def defaults() -> dict[str, object]:
    """Give the value of each limit by its name."""
    return {name: limit["value"] for name, limit in _read()["limits"].items()}


def reasons() -> dict[str, str]:
    """Give the reason for each limit by its name."""
    return {name: str(limit["reason"]) for name, limit in _read()["limits"].items()}


def bursts() -> dict[str, float]:
    """Give from what a day is a surge and a burst a bulk event, by the names the models bind."""
    return {name: float(str(limit["value"])) for name, limit in _read()["bursts"].items()}


def asked_of_the_night() -> dict[str, str]:
    """Give what the night must bring: the meaning of each parameter by its name."""
    return {name: f"{one['meaning']} ({one['type']})" for name, one in _read()["night"].items()}


def values(night: Mapping[str, object]) -> dict[str, object]:
    """Lay the night's values over the defaults; names that no promise knows are left out.

    Raises:
        KeyError: The night lacks a parameter that has no default.
    """
    for name, meaning in asked_of_the_night().items():
        if name not in night:
            raise KeyError(f"the night's check parameters lack {name!r}: {meaning}")
    base = defaults()
    return base | {name: night[name] for name in (*base, *asked_of_the_night()) if name in night}
