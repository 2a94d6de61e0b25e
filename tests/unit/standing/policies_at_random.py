"""Policies over the whole tutor half at random, and histories for them, for Hypothesis.

Small numbers close together, so that windows, allowances and tiers meet.
"""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tutor_reliability.policy import load
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import (
    EVIDENCE,
    Allowance,
    AssessmentDays,
    Best,
    Book,
    Calendar,
    Choice,
    Choose,
    Clean,
    Comparison,
    Derive,
    Effect,
    Every,
    Last,
    Ledger,
    Lifetime,
    Merge,
    Meter,
    Newcomers,
    Release,
    Rolling,
    Rule,
    SinceReset,
    Status,
)
from tutor_reliability.standing import Answer, History, Incident, Judged, Kept, Point

FIRST = date(2026, 1, 28)
BASE = replace(load("itutor"), text="", examples=())
BAD = ("late_cancel", "no_show", "early_cancel")
SIGNALS = ("late_sessions", "wiped_days")
EFFECTS = ("last", "review", "paused_until", "mark")
STATUSES = {
    "last": Status(
        new_students="only_if_all_others_full",
        existing_students="eligible",
        trial_students="eligible",
        words="offered last",
    ),
    "review": Status(
        new_students="hold_for_manager",
        existing_students="eligible",
        trial_students="eligible",
        words="under review",
    ),
    "paused_until": Status(
        new_students="paused",
        existing_students="eligible",
        trial_students="paused",
        words="paused",
    ),
    "mark": Status(
        new_students="eligible",
        existing_students="eligible",
        trial_students="eligible",
        words="marked",
    ),
    "coaching": Status(
        new_students="eligible",
        existing_students="eligible",
        trial_students="eligible",
        words="coached",
    ),
}


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


lengths = st.sampled_from(["1d", "3d", "7d", "10d", "30d", "1mo", "2mo"]).map(parse_length)
some = st.lists(st.sampled_from(BAD), min_size=1, max_size=3, unique=True).map(tuple)
anchors = st.sampled_from([None, day(-3), day(4)])
flat_windows = st.one_of(
    lengths.map(lambda one: Rolling(length=one)),
    st.just(Lifetime()),
    st.sampled_from(["week", "month", "quarter", "year"]).map(lambda one: Calendar(unit=one)),
    st.builds(Every, length=lengths, anchor=anchors),
    st.just(SinceReset()),
)
windows = st.one_of(
    flat_windows,
    st.integers(1, 6).map(lambda one: Last(sessions=one)),
    st.lists(flat_windows, min_size=2, max_size=3).map(lambda one: Best(windows=tuple(one))),
    st.tuples(st.integers(1, 4), flat_windows, flat_windows).map(
        lambda one: Choose(
            choices=(Choice(window=one[1], min_volume=one[0]), Choice(window=one[2]))
        )
    ),
)
allowances = st.builds(Allowance, times=st.integers(1, 2), within=lengths)


@st.composite
def meters(draw, name: str, to: tuple[str, ...]) -> Meter:
    kind = draw(st.sampled_from(["count", "count", "rate", "streak", "ledger"]))
    of = draw(some) + draw(st.sampled_from([(), to]))
    axis = draw(st.sampled_from(["start", "start", "start", "event", "report"]))
    if kind == "ledger":
        ledger = draw(ledgers(of))
        return Meter(name=name, kind=kind, of=tuple(ledger.points), axis=axis, ledger=ledger)
    kept = draw(st.sampled_from([False, False, True]))
    if kept and kind != "rate":
        of = ("completed",)
    among = tuple(dict.fromkeys((*of, *draw(some), "completed")))
    counted = kind == "count" and not kept
    return Meter(
        name=name,
        kind=kind,
        of=of,
        among=among,
        window=draw(windows),
        axis=axis,
        min_volume=draw(st.integers(0, 3)) if kind == "rate" else 0,
        weighted=kind == "count" and draw(st.booleans()),
        distinct=draw(st.sampled_from(["", "", "student", "day", "reason"])) if counted else "",
        forgive=draw(st.none() | allowances) if counted else None,
    )


@st.composite
def ledgers(draw, of: tuple[str, ...]) -> Ledger:
    prices = st.lists(st.sampled_from([-5.0, -10.0, -0.1, 1.0]), min_size=1, max_size=3)
    points = {one: tuple(draw(prices)) for one in of}
    if draw(st.booleans()):
        points["completed"] = tuple(draw(st.sampled_from([[1.0], [0.1], [1.0, 3.0]])))
    clean = st.builds(Clean, lasts=lengths, adds=st.sampled_from([0.0, 5.0]), resets=st.booleans())
    return Ledger(
        points=points,
        start=draw(st.sampled_from([0.0, 10.0])),
        tier_window=draw(st.none() | lengths),
        retroactive=draw(st.booleans()),
        floor=draw(st.none() | st.just(-12.0)),
        cap=draw(st.none() | st.just(12.0)),
        expires=draw(st.none() | lengths),
        clean=draw(st.none() | clean),
        reset_on_exit=draw(st.booleans()),
    )


releases = st.none() | st.builds(Release, below=st.sampled_from([0.4, 0.5]), lasts=lengths)


@st.composite
def rules_on_evidence(draw, name: str, meter: Meter, before: list[str]) -> Rule:
    do = draw(st.sampled_from(EFFECTS))
    notice = draw(st.sampled_from([None, None, "2d"]))
    asked = st.lists(st.sampled_from(before), max_size=1).map(tuple) if before else st.just(())
    sign = draw(st.sampled_from([">=", ">=", ">"]))
    number = draw(st.sampled_from([0.5, 0.7, 0.9]))
    return Rule(
        name=name,
        on=(),
        when=(Comparison(meter=meter.name, sign=sign, number=number),),
        effect=Effect(
            do=do,
            human=do in ("last", "paused_until") or draw(st.booleans()),
            notice=parse_length(notice) if notice else None,
            release=draw(releases),
        ),
        severity="watch",
        words="words",
        trigger=EVIDENCE,
        during=draw(asked),
        unless=draw(asked),
    )


@st.composite
def effects(draw, trigger: str, names: list[str]) -> Effect:
    do = draw(st.sampled_from(EFFECTS))
    notice = draw(st.sampled_from([None, None, None, "2d", "1mo"]))
    common = {
        "do": do,
        "human": do == "paused_until" or draw(st.booleans()),
        "notice": parse_length(notice) if notice else None,
        "resets": tuple(draw(st.lists(st.sampled_from(names), max_size=1))),
    }
    if trigger == "level" or (trigger == "dates" and draw(st.booleans())):
        return Effect(**common)
    exits = draw(st.sampled_from([(), ("review_closed",), ("course_done", "review_closed")]))
    lasts = draw(st.none() | lengths)
    if not exits and lasts is None:
        return Effect(**common, once=True)
    return Effect(
        **common,
        lasts=lasts,
        exits=exits,
        ends=draw(st.sampled_from(["either", "both"])),
        lapses=draw(st.none() | lengths) if exits else None,
        stack=draw(st.sampled_from(["restart", "extend", "keep", "parallel"])),
    )


@st.composite
def rules(draw, name: str, its: list[Meter], to: tuple[str, ...], before: list[str]) -> Rule:
    trigger = draw(st.sampled_from(["incident", "incident", "crossing", "level", "dates"]))
    names = [one.name for one in its]
    when = []
    for meter in draw(
        st.lists(st.sampled_from(its), min_size=1, max_size=2, unique_by=lambda one: one.name)
    ):
        shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])
        number = draw(
            shares if meter.kind == "rate" else st.sampled_from([-5.0, 0.0, 1.0, 2.0, 3.0])
        )
        sign = draw(st.sampled_from([">=", ">=", ">=", ">", "<", "<=", "=="]))
        when.append(Comparison(meter=meter.name, sign=sign, number=number))
    at = None
    if trigger == "dates":
        at = draw(
            st.sampled_from(
                [
                    AssessmentDays(days=((2, 1), (2, 29), (3, 1))),
                    AssessmentDays(every=parse_length("7d"), anchor=day(2)),
                    AssessmentDays(every=parse_length("1mo"), anchor=day(-40)),
                ]
            )
        )
    asked = st.lists(st.sampled_from(before), max_size=1).map(tuple) if before else st.just(())
    return Rule(
        name=name,
        on=draw(some) + draw(st.sampled_from([(), to])) if trigger == "incident" else (),
        when=tuple(when),
        effect=draw(effects(trigger, names)),
        severity="watch",
        words="words",
        trigger=trigger,
        at=at,
        during=draw(asked),
        unless=draw(asked),
    )


@st.composite
def policies(draw):
    derives = []
    for number in range(draw(st.integers(0, 2))):
        sources = draw(some) + (("again_0",) if derives and draw(st.booleans()) else ())
        derives.append(
            Derive(
                sources=sources,
                count=draw(st.integers(1, 3)),
                within=draw(lengths),
                to=f"again_{number}",
                words="again",
                weight=draw(st.sampled_from([1.0, 2.5])),
                consume=draw(st.booleans()),
            )
        )
    to = tuple(one.to for one in derives)
    its = [draw(meters(f"m{number}", to)) for number in range(draw(st.integers(1, 3)))]
    chance = Meter(name="chance", kind=EVIDENCE, of=(), signal=draw(st.sampled_from(SIGNALS)))
    by = st.lists(
        st.sampled_from(["day", "reason", "student", "booking", "week"]),
        min_size=1, max_size=2, unique=True,
    )  # fmt: skip
    merges = [
        Merge(
            of=draw(some),
            by=tuple(draw(by)),
            cap=draw(st.integers(1, 2)),
            meters=tuple({draw(st.sampled_from(its)).name}),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    found: list[Rule] = []
    for number in range(draw(st.integers(1, 3))):
        before = [one.effect.do for one in found]
        on_evidence = draw(st.sampled_from([False, False, True]))
        found.append(
            draw(rules_on_evidence(f"r{number}", chance, before))
            if on_evidence
            else draw(rules(f"r{number}", its, to, before))
        )
    newcomers = st.builds(
        Newcomers, days=st.integers(1, 20), sessions=st.integers(0, 4), do=st.just("coaching")
    )
    return replace(
        BASE,
        effective_from=draw(st.sampled_from([date(2020, 1, 1), day(5)])),
        meters=(*its, chance),
        merges=tuple(merges),
        derives=tuple(derives),
        rules=tuple(found),
        statuses=STATUSES,
        excuses=(),
        newcomers=draw(st.none() | newcomers),
        human_required=draw(st.booleans()),
    )


@st.composite
def books(draw) -> Book:
    newest = draw(policies())
    if draw(st.integers(0, 3)):
        return Book(variants=(newest,))
    cut = day(draw(st.integers(0, 40)))
    older = replace(draw(policies()), effective_from=date(2020, 1, 1), until_day=cut, variant=1)
    return Book(variants=(replace(newest, effective_from=cut), older))


@st.composite
def incidents(draw, number: int, span: int = 60) -> Incident:
    start = draw(st.integers(0, span))
    outcome = draw(st.sampled_from(BAD))
    early = draw(st.sampled_from([0, 0, 0, 1, 9]))
    dropped = st.sampled_from([(), (), (), ("*",), ("m0",), ("m1",)])
    return Incident(
        session_id=f"s{number:02}",
        day=day(start),
        outcome=outcome,
        counts_from=day(start - early + draw(st.sampled_from([0, 0, 2, 7]))),
        dropped_from=frozenset(draw(dropped)),
        pending=draw(st.sampled_from([False, False, False, True])),
        student_id=draw(st.sampled_from([None, "a", "b"])),
        reason=draw(st.sampled_from([None, "illness"])),
        weight=draw(st.sampled_from([1.0, 1.0, 0.5, 3.0])),
        event_day=day(start - early),
        report_day=day(start + draw(st.sampled_from([0, 0, 3]))),
    )


@st.composite
def points(draw, its: list[Incident]) -> list[Point]:
    """Draw points of a chance on some days, each naming some of the sessions so far."""
    asked = draw(st.lists(st.integers(0, 75), max_size=7, unique=True).map(sorted))
    chances = st.sampled_from([0.0, 0.3, 0.45, 0.5, 0.6, 0.7, 0.9, 0.9, 0.95])
    named = st.integers(0, 3)
    return [
        Point(
            day=day(number),
            chance=draw(chances),
            incidents=tuple(one for one in its if one.day <= day(number))[-draw(named) or 99 :],
        )
        for number in asked
    ]


@st.composite
def chances_of(draw, its: list[Incident]) -> dict[str, object]:
    """Draw the points of a tutor's signals, and the chances without a session."""
    without = st.dictionaries(
        st.tuples(
            st.sampled_from(SIGNALS), st.sampled_from([one.session_id for one in its] or [""])
        ),
        st.sampled_from([0.1, 0.6, 0.95]),
        max_size=3,
    )
    return {
        "chances": {signal: draw(points(its)) for signal in SIGNALS},
        "without": draw(without),
    }


@st.composite
def histories(draw, most: int = 9) -> History:
    number = draw(st.integers(0, most))
    span = draw(st.sampled_from([8, 60]))  # crowded, or apart
    its = [draw(incidents(one, span)) for one in range(number)]
    taught = sorted(draw(st.lists(st.integers(-5, 62), max_size=8)))
    days = sorted(set(taught))
    kept = Kept(
        outcome="completed",
        days=tuple(day(one) for one in days),
        until=tuple(sum(1 for each in taught if each <= one) for one in days),
    )
    return History(
        tutor_id="T",
        incidents=tuple(its),
        kept=(kept,) if days else (),
        joined=draw(st.sampled_from([None, day(-20), day(3)])),
        **(draw(chances_of(its)) if draw(st.booleans()) else {}),
    )


answers = st.dictionaries(
    st.sampled_from(["r0", "r1"]),
    st.lists(
        st.builds(
            Answer,
            day=st.integers(0, 70).map(day),
            action=st.sampled_from(["dismiss", "uphold", "pause", "release"]),
        ).map(lambda one: replace(one, event="course_done") if one.action == "release" else one),
        min_size=1,
        max_size=3,
    ).map(lambda its: sorted(its, key=lambda one: one.day)),
    max_size=2,
)  # fmt: skip


@st.composite
def tutors(draw) -> Judged:
    return Judged.of(draw(books()), draw(histories()), draw(answers))
