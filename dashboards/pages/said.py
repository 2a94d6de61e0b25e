"""Sentences of the domain as pages show them: figures with their units, and first things first.

The whole of a sentence on evidence stands on the tutor's page once; elsewhere what comes first is
enough.
"""

import re

from dashboards.words import NARROW

_APART = re.compile(r"(?<=\d) (?=%|h\b|[A-Z][a-z]{2}\b)|(?<=\b[A-Z][a-z]{2}) (?=\d{4}\b)")
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")
_AS_OF = re.compile(r" as of \d+ [A-Z][a-z]{2} \d{4}\.")
_CHANCE, _LIMIT = "Chance that", "Limit "
_LAST = ("Opened on", "The tutor is new", "Held")


def unbroken(sentence: str) -> str:
    r"""Keep each figure with its unit, and a day with its month and year.

    >>> unbroken("12 of 40 (30.0 %) since 3 Oct 2026")
    '12 of 40 (30.0\xa0%) since 3\xa0Oct\xa02026'
    """
    return _APART.sub(NARROW, sentence)


def first_things(sentence: str) -> str:
    """Give what a sentence on evidence says first, up to the chance, without tonight's day.

    >>> first_things("Emergencies as of 3 Oct 2026. Five. Chance that they are many: 9 %. More.")
    'Emergencies. Five. Chance that they are many: 9 %.'
    """
    parts = _SENTENCES.split(_AS_OF.sub(".", sentence, count=1))
    at = next((place for place, one in enumerate(parts) if one.startswith(_CHANCE)), len(parts))
    return " ".join(parts[: at + 1])


def what_happened(sentence: str) -> str:
    """Give what a sentence on evidence says first, up to the limit and the chance.

    >>> what_happened("Emergencies as of 3 Oct 2026. Five in 9. Limit 5 %. Chance that so: 9 %.")
    'Emergencies. Five in 9.'
    """
    parts = _SENTENCES.split(first_things(sentence))
    return " ".join(one for one in parts if not one.startswith((_CHANCE, _LIMIT)))


def last_things(sentence: str) -> str:
    """Give what a sentence on evidence says last: since when it stands, and what holds it back.

    >>> last_things("Late cancellations. Limit 5 %. Opened on 3 Oct 2026, on a chance of 9 %.")
    'Opened on 3 Oct 2026, on a chance of 9 %.'
    """
    return " ".join(one for one in _SENTENCES.split(sentence) if one.startswith(_LAST))
