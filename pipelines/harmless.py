"""Text of the logs made harmless to a terminal."""


def harmless(value: object) -> str:
    r"""Give it as text without control characters, which a hostile log may hold.

    >>> harmless("\x1b[31mred") == "\N{REPLACEMENT CHARACTER}[31mred"
    True
    """
    text = str(value)
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
