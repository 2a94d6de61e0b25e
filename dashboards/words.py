"""How numbers, days and codes are said on pages, in figures and in file names.

Sentences about a tutor's rules are the domain's, in `tutor_reliability.sentences`.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from tutor_reliability import sentences

NARROW = "\N{NO-BREAK SPACE}"
_SAFE_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[,;|]\s*")
_SCRIPT_ESCAPES = ("<", ">", "&", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}")


def percent(share: float | None) -> str:
    r"""Say a share; what nobody knows stays unknown.

    >>> percent(0.0293), percent(None)
    ('2.9\xa0%', 'unknown')
    """
    return "unknown" if share is None else sentences.percent(share).replace(" ", NARROW)


def chance(share: float | None) -> str:
    r"""Say a probability, which is never certain and never rounded up to a threshold.

    >>> chance(1.0), chance(0.0), chance(0.8996)
    ('over\xa099.9\xa0%', 'under\xa00.1\xa0%', '89.9\xa0%')
    """
    return "unknown" if share is None else sentences.chance_percent(share).replace(" ", NARROW)


def week_ago(share: float | None) -> str:
    r"""Say a probability as it was a week ago; '' where none was kept of then.

    >>> week_ago(0.995), week_ago(None)
    ('99.5\xa0% a week ago', '')
    """
    return "" if share is None else f"{chance(share)} a week ago"


def limit(share: float) -> str:
    r"""Say a limit as the policy's author would.

    >>> limit(0.05), limit(0.025)
    ('5\xa0%', '2.5\xa0%')
    """
    return f"{share * 100:g}{NARROW}%"


def span(low: float | None, high: float | None) -> str:
    r"""Say an interval of shares.

    >>> span(0.0246, 0.0344)
    '2.5\xa0% to 3.4\xa0%'
    """
    if low is None or high is None:
        return "unknown"
    return f"{percent(low)} to {percent(high)}"


def number(count: float | None) -> str:
    """Say a count, with thousands apart.

    >>> number(17403), number(None)
    ('17,403', 'unknown')
    """
    return "unknown" if count is None else f"{count:,.0f}"


def day(when: object) -> str:
    r"""Say a day.

    >>> day(date(2026, 10, 31)), day(None)
    ('31\xa0Oct\xa02026', 'unknown')
    """
    if not isinstance(when, date):
        return "unknown"
    return sentences.day_words(when).replace(" ", NARROW)


def some(count: int, one: str, many: str | None = None) -> str:
    """Say a count with its noun.

    >>> some(1, "account"), some(19, "account"), some(2, "day of grace", "days of grace")
    ('1 account', '19 accounts', '2 days of grace')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Say several things as one.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def hours(notice: float | None) -> str:
    r"""Say a notice in hours, finer near the line between late and not.

    >>> hours(23.999), hours(24.0), hours(-0.5), hours(None)
    ('23\xa0h\xa059\xa0min', '24\xa0h', '30\xa0min after the start', 'unknown')
    """
    if notice is None:
        return "unknown"
    minutes = int(abs(notice) * 60)
    whole, rest = divmod(minutes, 60)
    said = f"{whole}{NARROW}h{NARROW}{rest}{NARROW}min" if rest else f"{whole}{NARROW}h"
    said = said if whole else f"{rest}{NARROW}min"
    return f"{said} after the start" if notice < 0 else said


def plain(code: str | None) -> str:
    """Say a code as words.

    >>> plain("every_row_is_accounted_for")
    'Every row is accounted for'
    """
    if not code:
        return "unknown"
    return capital(code.replace("_", " ").strip())


def check(name: str) -> str:
    """Say a check that failed, given as "table promise".

    >>> check("raw.sessions every_start_is_known")
    'every start is known (raw.sessions)'
    """
    table, _, promise = name.rpartition(" ")
    said = promise.replace("_", " ")
    return f"{said} ({table})" if table else said


def without_code(reason: str) -> str:
    """Drop the code of a 'code: words' reason.

    >>> without_code("review_count: an account review is open")
    'an account review is open'
    """
    code, mark, words = reason.partition(": ")
    return words if mark and re.fullmatch(r"\w+", code) else reason


def capital(text: str) -> str:
    """Begin with a capital, as what stands by itself does.

    >>> capital("it ends by itself"), capital("")
    ('It ends by itself', '')
    """
    return text[:1].upper() + text[1:]


def in_plain(reasons: Iterable[str]) -> list[str]:
    """Give the words of 'code: words' reasons, each once.

    >>> in_plain(["review_count: a review is open", "review_rate: a review is open"])
    ['A review is open']
    """
    return list(dict.fromkeys(capital(without_code(one)) for one in reasons))


def subjects(spelled: str | None) -> list[str]:
    """Tell the subjects of a tutor apart, whatever stands between them.

    >>> subjects("spanish;chemistry"), subjects(None)
    (['chemistry', 'spanish'], [])
    """
    return sorted({one for one in _SEPARATORS.split(spelled or "") if one})


def plotly(text: str) -> str:
    """Make a data string harmless in a figure, where Plotly would read it as markup.

    >>> plotly("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int = 28) -> str:
    """Cut a long name for an axis.

    >>> shortened("Ada Lovelace", 8)
    'Ada Lov…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def script_json(value: object) -> Markup:
    """Write JSON that no string inside can break out of its script element."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in _SCRIPT_ESCAPES:
        said = said.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(said)  # noqa: S704 -- escaped in the lines above


def slugs(ids: Iterable[str]) -> dict[str, str]:
    """Give each id a file name that is safe on every file system and no other id's.

    Ids that are plain keep their spelling; those with other characters, and those that differ from
    another by case alone, get a hash. The dot keeps hashes and plain ids apart.

    >>> slugs(["T-00095", "../x"])["T-00095"]
    'T-00095'
    """
    known = list(ids)
    folded = Counter(one.casefold() for one in known)
    return {one: one if _plain_slug(one, folded) else f"h.{_digest(one)}" for one in known}


def _plain_slug(tutor_id: str, folded: Counter[str]) -> bool:
    return (
        _SAFE_SLUG.fullmatch(tutor_id) is not None
        and _RESERVED.fullmatch(tutor_id) is None
        and folded[tutor_id.casefold()] == 1
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
