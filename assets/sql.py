"""Read the SQL models that ship beside this file."""

import hashlib
from functools import cache
from pathlib import Path

MODELS = Path(__file__).parent / "models"


@cache
def model(name: str) -> str:
    """Give the SQL of a model, such as `core.session_outcomes`.

    Raises:
        FileNotFoundError: There is no such model.
    """
    return (MODELS / f"{name}.sql").read_text(encoding="utf-8")


def names() -> list[str]:
    """List the models there are."""
    return sorted(path.stem for path in MODELS.glob("*.sql"))


@cache
def fingerprint() -> str:
    """Hash all models: when one changes, what they built before is rebuilt."""
    text = "\n".join(f"{name}\n{model(name)}" for name in names())
    return hashlib.sha256(text.encode()).hexdigest()[:16]
