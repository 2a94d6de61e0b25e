"""Read all texts of a policy, each in all its markets: the book that a night judges by."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy.contradictions import refusals
from tutor_reliability.policy.envelope import Market, read_envelope, read_market
from tutor_reliability.policy.lines import lines_of
from tutor_reliability.policy.markets import Values, in_market
from tutor_reliability.policy.model import Book, Policy
from tutor_reliability.policy.reading import RefusedError, read_text
from tutor_reliability.policy.section import LineError, Origin, Section

Beside = Callable[[str], str]
"""Gives the text of a file that lies beside the newest text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in all its markets; the first variant is where no market has its own."""

    origin: Origin
    variants: tuple[Policy, ...]

    @property
    def policy(self) -> Policy:
        """The text where no market has its own."""
        return self.variants[0]


def read_book(text: str, *, file: str, beside: Beside | None) -> Book:
    """Read a policy file, with the earlier texts it names if these can be had.

    Raises:
        PolicyError: A text is no TOML, or does not say what a policy must.
    """
    return book_of(read_texts(text, file=file, beside=beside))


def read_texts(text: str, *, file: str, beside: Beside | None) -> list[Text]:
    """Read a policy file and the earlier texts it names, the newest first.

    Raises:
        PolicyError: A text is no TOML, or does not say what a policy must.
    """
    values = read_toml(text, file=file)
    origin = Origin(file=file, lines=lines_of(text))
    earlier = [] if beside is None else list(_earlier(values, origin, beside))
    old = [name for one in earlier for name in one.policy.outcome_words]
    newest = _read(values, origin, text, old)
    return [newest, *sorted(earlier, key=_from_day, reverse=True)]


def book_of(texts: list[Text]) -> Book:
    """Bind texts, the newest first, into a book."""
    own = [one.policy.fingerprint for one in texts]
    whole = own[0] if len(own) == 1 else hashlib.sha256("".join(own).encode()).hexdigest()
    variants: list[Policy] = []
    until: date | None = None
    for text in texts:
        for policy in text.variants:
            number = len(variants)
            variants.append(replace(policy, variant=number, until_day=until, fingerprint=whole))
        until = _from_day(text)
    return Book(variants=tuple(variants))


def read_toml(text: str, *, file: str) -> Values:
    """Read TOML.

    Raises:
        PolicyError: The text is no TOML.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:
        told = re.search(r"\(at line (\d+)", str(error))
        line = int(told[1]) if told else text.count("\n") + 1
        raise RefusedError([LineError(file, line, f"is not TOML: {error}")]) from None
    except RecursionError:
        says = "is not TOML that anybody wrote: values nested too deep; expected a policy"
        raise RefusedError([LineError(file, 1, says)]) from None


def _from_day(text: Text) -> date:
    return text.policy.effective_from


def _read(values: Values, origin: Origin, text: str, old: list[str]) -> Text:
    """Read one text in all its markets."""
    top = Section(origin, (), values)
    markets = list(_markets(top))
    variants = [read_text(top, text, old)]
    _refuse(refusals(variants[0], origin))
    for market in markets:
        merged, there = in_market(values, origin, market.name)
        section = Section(there, (), merged)
        section.has("market")
        policy = replace(
            read_text(section, text, old),
            market=market.name,
            market_timezones=market.timezones,
            human_required=market.human_required,
        )
        _refuse(refusals(policy, there))
        variants.append(policy)
    return Text(origin=origin, variants=tuple(variants))


def _markets(top: Section) -> Iterator[Market]:
    if not top.has("market"):
        return
    markets = top.section("market")
    for name in markets.names():
        yield read_market(markets.section(name), name)


def _refuse(problems: list[LineError]) -> None:
    if problems:
        raise RefusedError(problems)


def _earlier(values: Values, origin: Origin, beside: Beside) -> Iterator[Text]:
    """Read the texts that were in force before, each as a text of the same policy."""
    head = read_envelope(Section(origin, (), values).section("policy"))
    days = {head.effective_from}
    for number, file in enumerate(head.earlier, start=1):
        place = ("policy", "earlier", number)
        try:
            text = beside(file)
        except PolicyError as error:
            raise origin.refuse(place, f" is {file!r}, which cannot be read: {error}") from None
        found = _read(read_toml(text, file=file), Origin(file=file, lines=lines_of(text)), text, [])
        its = found.policy
        if (its.id, its.timezone) != (head.id, head.timezone):
            raise origin.refuse(
                place,
                f" is {file!r}, with id {its.id!r} and timezone {its.timezone!r}; expected "
                f"{head.id!r} and {head.timezone!r}, as in this text",
            )
        if its.effective_from > head.effective_from or its.effective_from in days:
            raise origin.refuse(
                place,
                f" is {file!r}, in force from {its.effective_from}; expected a day before "
                f"{head.effective_from} that no other text has",
            )
        days.add(its.effective_from)
        yield found
