"""What stands in a row of a frame, as the type it is: a row of mixed columns knows none."""

Row = dict[str, object]


def whole(value: object) -> int:
    """Read a count; what is not there is none.

    >>> whole(3), whole(None)
    (3, 0)
    """
    return 0 if value is None else int(str(value))


def real(value: object) -> float | None:
    """Read a number; what is not there stays unknown.

    >>> real(0.5), real(None)
    (0.5, None)
    """
    return None if value is None else float(str(value))


def text(value: object) -> str | None:
    """Read a text; what is not there, or empty, stays unknown.

    >>> text("T-1"), text("")
    ('T-1', None)
    """
    return str(value) if value not in (None, "") else None


def several(value: object) -> list[str]:
    """Read a list of texts.

    >>> several(["a"]), several(None)
    (['a'], [])
    """
    return [str(one) for one in value] if isinstance(value, list) else []
