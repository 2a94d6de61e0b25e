"""A result on its way from DuckDB to polars, without pyarrow and without noise.

polars keeps the class of whatever it read from until after the interpreter has gone. If that class
is DuckDB's, or lives in a module that imports duckdb, DuckDB prints dozens of lines about leaks at
exit. So the class lives here, and this module imports nothing.
"""


class Stream:
    """An Arrow stream, handed out once.

    >>> Stream("a capsule").__arrow_c_stream__()
    'a capsule'
    """

    def __init__(self, capsule: object) -> None:
        """Hold what `relation.__arrow_c_stream__()` gave."""
        self._capsule = capsule

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the stream, as Arrow's protocol asks."""
        return self._capsule
