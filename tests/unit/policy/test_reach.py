"""Which faults and classes no session reaches: the boxes agree with asking session by session."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.policy import load
from tutor_reliability.policy.model import ClassRule, Condition, FaultRule
from tutor_reliability.policy.reach import reach, seconds_text

SALON = load("itutor")
EDGES = [None, 0, 7200, 86400]
NOTICES = [-1, 0, 7200, 86400, None]
"""A second of each band that the edges make, and none."""
EVENTS = ["cancelled", "rescheduled", "no_show", "interrupted", "completed", "no_show_student"]
WHO = ["tutor", "student", "platform", "unknown"]
BLAMES = ["tutor", "student", "platform"]


def some(values) -> st.SearchStrategy:
    return st.just(()) | st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)


@st.composite
def conditions(draw, *, of_class: bool) -> Condition:
    low, high = draw(st.sampled_from([(a, b) for a in EDGES for b in EDGES if _is_band(a, b)]))
    return Condition(
        events=draw(some(EVENTS)),
        by=draw(some(WHO)),
        blames=draw(some([*BLAMES, "none"])) if of_class else (),
        inside_availability=draw(st.sampled_from([None, True, False])),
        notice_from=low,
        notice_below=high,
        notice_unknown=low is high is None and draw(st.booleans()),
    )


def _is_band(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low < high


FAULTS = st.lists(
    st.builds(FaultRule, when=conditions(of_class=False), blame=st.sampled_from(BLAMES)), max_size=4
)
CLASSES = st.lists(conditions(of_class=True), min_size=1, max_size=6)


def sessions():
    """Give every session that the conditions can tell apart, if a log can hold it."""
    for event, by, notice, inside in product(EVENTS, WHO, NOTICES, [True, False, None]):
        lies = {
            "no_show": by != "tutor",
            "no_show_student": by != "student",
            "completed": by != "tutor",
        }.get(event, False)
        if not lies and (notice is None or event in ("cancelled", "rescheduled")):
            ended = None if event == "completed" else by
            yield event, ended, notice, inside


def takes(when: Condition, event, by, notice, inside) -> bool:
    if when.events and event not in when.events:
        return False
    if when.by and by not in when.by:
        return False
    if when.inside_availability not in (None, inside):
        return False
    if when.notice_unknown:
        return notice is None
    low, high = when.notice_from, when.notice_below
    if notice is None:
        return low is None and high is None
    return (low is None or low <= notice) and (high is None or notice < high)


@given(FAULTS, CLASSES)
def test_boxes_agree_with_asking_each_session(faults, whens) -> None:
    policy = replace(
        SALON,
        faults=(*faults, FaultRule(when=Condition(), blame="tutor")),
        classes=tuple(
            ClassRule(name=f"c{number}", when=when, words="x") for number, when in enumerate(whens)
        ),
    )
    reached_faults, reached_classes, unclassified = set(), set(), False
    for its in sessions():
        blame = {"completed": "none", "no_show_student": "student"}.get(its[0])
        if blame is None:
            number = next(n for n, one in enumerate(policy.faults) if takes(one.when, *its))
            reached_faults.add(number + 1)
            blame = policy.faults[number].blame
        found = [
            number
            for number, when in enumerate(whens)
            if takes(when, *its) and (not when.blames or blame in when.blames)
        ]
        reached_classes.update({found[0] + 1} if found else ())
        unclassified |= not found
    told = reach(policy)
    assert set(told.faults) == set(range(1, len(policy.faults) + 1)) - reached_faults
    assert set(told.classes) == set(range(1, len(whens) + 1)) - reached_classes
    assert bool(told.unclassified) == unclassified


def test_what_no_class_takes_is_said_by_a_session() -> None:
    late = Condition(events=("cancelled",), notice_below=86400)
    policy = replace(
        SALON,
        faults=(FaultRule(when=Condition(), blame="tutor"),),
        classes=(ClassRule(name="late", when=late, words="late"),),
    )
    assert "event cancelled, blame tutor" in reach(policy).unclassified
    assert "notice 24h or more" in reach(policy).unclassified


def test_seconds_are_said_as_a_file_would() -> None:
    assert [seconds_text(one) for one in (86400, 5400, 0, 86401)] == [
        "24h",
        "90min",
        "0h",
        "86401s",
    ]
