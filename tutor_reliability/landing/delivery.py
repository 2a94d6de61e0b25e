"""What became of one file: the row of raw.deliveries."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One file that has been landed; the fields are the columns of raw.deliveries.

    Every row is accounted for: `landed + duplicate + superseded + rejected == received`.
    """

    delivery_id: int
    log: str
    file: str
    sha256: str
    dated: date | None
    received: int
    landed: int
    duplicate: int
    superseded: int
    rejected: int
    arrived_after: datetime | None
    known_from: datetime | None
    source: str
    warned: int
