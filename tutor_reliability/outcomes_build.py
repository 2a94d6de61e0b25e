"""Bring core.session_outcomes and core.tutor_days up to tonight, touching only what changed.

What changed is found from what is news since the last build; a new policy text, new SQL, or an
earlier night than the last one asks for a rebuild. The result is the same either way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tutor_reliability import day_sums, endings, stale_days, unproven
from tutor_reliability.engines.engine import Engine, InWarehouse
from tutor_reliability.healing import remember_changes
from tutor_reliability.last_build import last_build, remember_build
from tutor_reliability.near import opened_near
from tutor_reliability.night import Night
from tutor_reliability.nights import remember_night
from tutor_reliability.outcomes.caps import Claim, over_cap
from tutor_reliability.places import FROM_ROWS
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Book
from tutor_reliability.policy.rows import as_book, parameters, rows
from tutor_reliability.rebuild import BATCH_ROWS, CLAIMS, JUDGED, Progress, Rebuild
from tutor_reliability.standing import news
from tutor_reliability.warehouse import Opened
from tutor_reliability.zones import known_zones

_STAGES = (
    "touched_sessions",
    "session_facts",
    "judged_sessions",
    "excuse_claims",
    "session_outcomes",
)
_FRESH = "stage.session_outcomes"
_OLD = "old_outcomes"
PLAIN_FROM = 20_000
"""Versions of sessions from which it pays to tell plain ones apart."""
Models = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What a refresh did: rows written, sessions looked at, and whether it was a rebuild."""

    rows: int
    touched: int
    rebuilt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """From when on the work is divided, in versions of sessions; the tables are the same.

    Attributes:
        near_from: A history of so many is not read by a night, but what it can reach copied.
        plain_from: From so many on, a rebuild judges plain sessions by what they are alike in.
        batch_rows: More than so many others are judged in batches, on a rebuild.
        progress: Is told of a rebuild in batches how many of its parts are done, and of how many.
    """

    near_from: int = FROM_ROWS
    plain_from: int = PLAIN_FROM
    batch_rows: int = BATCH_ROWS
    progress: Progress | None = None


def write_policy(opened: Opened, policy: Policy | Book) -> int:
    """Fill the policy.* tables from all texts of the policy; gives the number of rows."""
    with opened.transaction():
        return sum(opened.fill(table, its_rows) for table, its_rows in rows(policy).items())


def refresh_outcomes(  # noqa: PLR0913 - the engine is the sixth, and the warehouse unless named
    opened: Opened,
    models: Models,
    *,
    policy: Policy | Book,
    night: Night,
    rules: str,
    engine: Engine | None = None,
    sizes: Sizes = Sizes(),
) -> Refreshed:
    """Judge the sessions that tonight may judge differently than the last build did.

    Args:
        opened: The warehouse, with the policy.* tables and review.decisions filled.
        models: Gives the SQL of a model by name.
        policy: The policy, all texts of it.
        night: The night to bring the table to.
        rules: Fingerprint of the SQL models.
        engine: Where the models run; in the warehouse unless named.
        sizes: From how many rows on a history is long, and how many are judged at a time.

    Returns:
        Rows in core.session_outcomes, sessions looked at, and whether all were.
    """
    book = as_book(policy)
    last = last_build(opened, book=book, night=night, rules=rules)
    runs_on = engine or InWarehouse(opened)
    rebuild = last.rebuild or runs_on.judges_all
    values = {
        **parameters(book),
        "as_of": night.as_of,
        "known_until": night.known_until,
        "rebuild": rebuild,
        "last_as_of": last.as_of,
        "last_known_until": last.known_until,
        "last_delivery_id": last.delivery_id,
    }
    opened.stage("stage.moved_tutors", models("stage.moved_tutors"), values)
    its = _Tonight(opened, models, book=book, night=night, rules=rules, values=values, sizes=sizes)
    large = opened.count("raw.sessions") >= sizes.plain_from
    if rebuild and large and not runs_on.judges_all:
        touched = _rebuild(its)
    else:
        touched = _refresh(its, runs_on, rebuild=rebuild)
    opened.con.execute("drop table stage.moved_tutors")
    return Refreshed(rows=opened.count("core.session_outcomes"), touched=touched, rebuilt=rebuild)


@dataclass(frozen=True, slots=True)
class _Tonight:
    """What both ways to bring the outcomes to a night need."""

    opened: Opened
    models: Models
    book: Book
    night: Night
    rules: str
    values: dict[str, object]
    sizes: Sizes

    def remember(self) -> None:
        """Write down what the core tables stand for now."""
        remember_build(self.opened, book=self.book, night=self.night, rules=self.rules)
        remember_night(self.opened, self.night)


def _refresh(its: _Tonight, runs_on: Engine, *, rebuild: bool) -> int:
    """Judge what is touched, all of it at once; gives how many sessions that is."""
    opened = its.opened
    near = opened_near(opened, its.values, whole=rebuild, from_rows=its.sizes.near_from)

    def stage(name: str, model: str = "") -> int:
        return runs_on.stage(name, near.model(its.models(model or name)), its.values)

    touched = 0 if runs_on.judges_all else stage("stage.touched_sessions")
    stage("stage.session_facts")
    stage("stage.judged_sessions")
    stage("stage.excuse_claims")
    runs_on.restate("stage.excuse_claims", "excuse", "over_cap", _over_caps(opened, its.book))
    near.bookings()
    stage(_FRESH, "core.session_outcomes")
    with opened.transaction():
        remember_changes(opened, its.night, old=near.outcomes, fresh=_FRESH)
        _tell(opened, near.outcomes, rebuild=rebuild)
        near.forget("stage.touched_sessions")
        opened.con.execute(f"insert into core.session_outcomes by name select * from {_FRESH}")
        its.remember()
    runs_on.drop([f"stage.{one}" for one in _STAGES])
    near.drop()
    return opened.count("core.session_outcomes") if runs_on.judges_all else touched


def _tell(opened: Opened, old: str, *, rebuild: bool) -> None:
    """Say which sessions were judged again, to whoever keeps something beside the outcomes."""
    touched = "stage.touched_sessions"
    if rebuild:
        _tell_all(opened)
    else:
        news.remember(opened, old=old, fresh=_FRESH, touched=touched)
        endings.remember(opened, fresh=_FRESH, touched=touched)
        unproven.remember(opened, fresh=_FRESH, touched=touched)
        stale_days.mark(opened, old=old, fresh=_FRESH, touched=touched)


def _tell_all(opened: Opened) -> None:
    """Say that all sessions were judged again."""
    news.remember_all(opened)
    endings.remember_all(opened)
    unproven.remember_all(opened)
    stale_days.mark_all(opened)


def _rebuild(its: _Tonight) -> int:
    """Judge everything, a batch at a time; gives how many sessions that is."""
    opened = its.opened
    anew = Rebuild(opened, its.models, its.values, its.sizes.batch_rows, its.sizes.progress)
    anew.judge()
    over = _over_caps(opened, its.book, judged=JUDGED, claims=CLAIMS)
    InWarehouse(opened).restate(CLAIMS, "excuse", "over_cap", over)
    opened.con.execute(
        f"create or replace temp table {_OLD} as select session_id, tutor_id, session_day, "
        "outcome, in_exposure, in_late from core.session_outcomes"
    )
    with opened.transaction():
        opened.con.execute("delete from core.session_outcomes")
        anew.outcomes()
        remember_changes(opened, its.night, old=_OLD, fresh="core.session_outcomes")
        _tell_all(opened)
        its.remember()
    anew.drop()
    opened.con.execute(f"drop table {_OLD}")
    return opened.count("core.session_outcomes")


def refresh_tutor_days(
    opened: Opened, models: Models, *, night: Night, engine: Engine | None = None
) -> Refreshed:
    """Count again the tutor days whose outcomes changed since they were counted last."""
    runs_on = engine or InWarehouse(opened)
    everything = stale_days.are_all(opened)
    stale = opened.count("core.stale_days")
    spans = stale_days.spans(opened, night.as_of)
    if runs_on.judges_all and spans:
        spans = [(spans[0][0], spans[-1][1])]
    values = {
        "as_of": night.as_of,
        "known_until": night.known_until,
        "timezone": night.timezone,
        "known_zones": known_zones(opened),
        "every_day": everything,
    }
    with opened.transaction():
        newest = day_sums.before(opened, night.as_of, everything=everything)
        for since, until in spans:
            span = {"since": since, "until": until}
            runs_on.insert("core.tutor_days", models("core.tutor_days"), values | span)
        day_sums.after(opened, night.as_of, newest=newest)
        unproven.remember_days(opened)
        opened.con.execute("delete from core.stale_days")
    rows = opened.count("core.tutor_days")
    return Refreshed(rows=rows, touched=rows if everything else stale, rebuilt=everything)


def _over_caps(
    opened: Opened,
    book: Book,
    *,
    judged: str = "stage.judged_sessions",
    claims: str = "stage.excuse_claims",
) -> list[str]:
    """Give the sessions whose claim is over its rule's cap; all claims of their tutors stand."""
    caps = {
        (one.variant, number): rule.cap
        for one in book.variants
        for number, rule in enumerate(one.excuses, start=1)
        if rule.cap
    }
    if not caps:
        return []
    found = opened.con.execute(
        "select judged.session_id, judged.tutor_id, judged.variant, claim.rule_no, "
        "judged.scheduled_start, judged.session_day "
        f"from {claims} as claim inner join {judged} as judged "
        "on claim.session_id = judged.session_id "
        "where claim.capped and claim.excuse = 'accepted' and judged.tutor_id is not null"
    ).fetchall()
    return sorted(
        over_cap(
            Claim(
                session_id=session_id,
                tutor_id=tutor_id,
                variant=variant,
                rule_no=rule_no,
                starts_at=starts_at,
                day=day,
                cap=caps[variant, rule_no],
            )
            for session_id, tutor_id, variant, rule_no, starts_at, day in found
        )
    )
