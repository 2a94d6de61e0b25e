"""Which text judges: the one in force on the day of an event, in the market of the tutor."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tutor_reliability.outcomes.log import Context, zone_of
from tutor_reliability.policy.model import Book, Policy


def market_of(tutor_id: str | None, context: Context) -> str:
    """Give the market of a tutor, '' for everywhere else."""
    return context.book.market_of(zone_of(tutor_id, context.log))


def text_for(happened_at: datetime, market: str, context: Context) -> Policy:
    """Give the text that judges what happened at an instant, in a market."""
    if context.book.newest.event_version == "tonight":
        return text_of_tonight(market, context)
    day = happened_at.astimezone(ZoneInfo(context.book.newest.timezone)).date()
    return _text_on(day, market, context.book)


def text_of_tonight(market: str, context: Context) -> Policy:
    """Give the text whose late rate counts tonight, in a market."""
    return _text_on(context.night.as_of, market, context.book)


def _text_on(day: date, market: str, book: Book) -> Policy:
    """Give the text in force on a day; what came before the first is judged by the first."""
    first = min(one.from_day for one in book.variants)
    found = book.of(max(day, first), market)
    if found is None:
        raise ValueError(f"{book.newest.id} has no text for {day}; expected one a day")
    return found
