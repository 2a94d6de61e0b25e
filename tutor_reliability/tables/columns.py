"""Short ways to write the columns of a contract, one function a type."""

from tutor_reliability.tables.contract import TIMESTAMP, Column


def text(
    name: str, meaning: str, *, required: bool = False, values: tuple[str, ...] = ()
) -> Column:
    """Write a column of text."""
    return Column(name=name, type="VARCHAR", meaning=meaning, required=required, values=values)


def moment(name: str, meaning: str, *, required: bool = False) -> Column:
    """Write a column of instants."""
    return Column(name=name, type=TIMESTAMP, meaning=meaning, required=required)


def day(name: str, meaning: str, *, required: bool = True) -> Column:
    """Write a column of calendar days."""
    return Column(name=name, type="DATE", meaning=meaning, required=required)


def flag(name: str, meaning: str, *, required: bool = False) -> Column:
    """Write a column of yes and no."""
    return Column(name=name, type="BOOLEAN", meaning=meaning, required=required)


def count(name: str, meaning: str, *, kind: str = "INTEGER", required: bool = True) -> Column:
    """Write a column of counts, 0 or more; of kind BIGINT where rows are counted."""
    return Column(name=name, type=kind, meaning=meaning, required=required, low=0)


def share(name: str, meaning: str, *, required: bool = False) -> Column:
    """Write a column of shares, 0 to 1."""
    return Column(name=name, type="DOUBLE", meaning=meaning, required=required, low=0, high=1)


def texts(name: str, meaning: str, *, required: bool = True) -> Column:
    """Write a column of lists of text."""
    return Column(name=name, type="VARCHAR[]", meaning=meaning, required=required)


JUDGED_BY = (
    text("policy_id", "the policy it was judged by", required=True),
    text("policy_version", "the version of that policy", required=True),
)
