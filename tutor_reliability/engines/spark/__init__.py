"""The heavy stage on Apache Spark 4: models translated, tables handed over as Parquet.

`differences` holds what DuckDB and Spark call or do differently, `translate` applies it,
`exchange` is the folder between the two, `session` starts Spark, `engine` puts them together.
"""

from tutor_reliability.engines.spark.engine import OnSpark
from tutor_reliability.engines.spark.exchange import handed_over
from tutor_reliability.engines.spark.session import running

__all__ = ["OnSpark", "handed_over", "running"]
