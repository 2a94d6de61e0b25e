"""What is said of evidence: every figure of the row, thresholds never rounded away, no verdict."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.evidence.rows import Event, Signal, episodes
from tutor_reliability.evidence.side_sentences import SIDES
from tutor_reliability.evidence.telling import evidence_parts, evidence_sentence, signal_title
from tutor_reliability.policy.model import Evidence
from tutor_reliability.sentences import chance_percent

TERMS = Evidence()
TUTOR = Signal(
    tutor_id="T-4711",
    as_of=date(2026, 9, 14),
    signal="late_sessions",
    enough=True,
    chance=0.9921,
    reference=0.05,
    events=9.0,
    trials=130.0,
    load=134.2,
    rate=0.14,
    rate_low=0.0801,
    rate_high=0.2131,
    since=date(2026, 8, 17),
    chance_of_change=0.83,
    now_events=8.0,
    now_trials=38.0,
    before_events=1.0,
    before_trials=92.0,
    once_in=2087.4,
    spells=1,
    spell_sessions=7,
    unscored_sessions=3,
    students=9,
    clean_weeks=5,
    clean_chance=0.4649,
)


def event(number: int, day: date, **facts) -> Event:
    return Event(
        **{
            "session_id": f"s{number}",
            "day": day,
            "spell_no": None,
            "event": 1.0,
            "load": 1.0,
            "treatment": "counted",
            "chance_without": 0.98,
            **facts,
        }
    )


EVENTS = [
    event(1, date(2026, 7, 3), spell_no=1, chance_without=0.985),
    *(
        event(one, date(2026, 7, one + 2), spell_no=1, event=0.0, treatment="same_spell",
              chance_without=0.985)
        for one in (2, 3)
    ),
    event(4, date(2026, 7, 9), treatment="incident", chance_without=None),
    event(5, date(2026, 7, 9), treatment="incident", chance_without=None),
    event(6, date(2026, 8, 3), treatment="excused", event=0.0, chance_without=None),
    event(7, date(2026, 8, 22), chance_without=0.9679),
    event(8, date(2026, 8, 29), chance_without=0.9679),
]  # fmt: skip


def told(signal: Signal = TUTOR, events=EVENTS) -> str:
    return " ".join(evidence_parts(signal, events, TERMS, line_hours=24))


def test_a_rate_that_changed_says_since_when_out_of_how_many_and_how_sure() -> None:
    assert told() == (
        "Late cancellations as of 14 Sep 2026. "
        "Since the week of 17 Aug 2026: 8 separate late cancellations in 38 sessions (21.1 %). "
        "Before that: 1 in 92 (1.1 %). "
        "Limit 5 %. Chance that the current rate is above the limit: 99.2 %; "
        "it is probably between 8.0 % and 21.4 %. "
        "A tutor exactly at the limit would show 8 or more in such 38 sessions "
        "about once in 2,000. "
        "Counted as one event: 3 Jul to 5 Jul (3 sessions). "
        "Not counted, because excused: 1 session (3 Aug). "
        "Hardly counted, because far more than usual was lost everywhere that day: "
        "2 sessions (9 Jul). "
        "Students affected: 9. "
        "If the cancellation of 29 Aug is excused: 96.7 %. "
        "After 5 clean weeks at the usual load the chance is 46.4 %."
    )


def test_a_rate_that_never_changed_says_so() -> None:
    said = told(replace(TUTOR, since=None))

    assert "In 26 weeks: 9 separate late cancellations in 130 sessions (6.9 %)" in said
    assert "; no week stands out as a change." in said
    assert "9 or more in such 130 sessions" in said


def test_nothing_since_the_change_is_not_rare() -> None:
    said = told(replace(TUTOR, now_events=0.0, once_in=1.0))

    assert "Since the week of 17 Aug 2026: 0 separate late cancellations in 38 sessions" in said
    assert "exactly at the limit" not in said


def test_many_excused_sessions_name_the_newest_days() -> None:
    excused = [
        event(one, date(2026, 8, one), treatment="excused", event=0.0) for one in range(1, 6)
    ]

    assert "excused: 5 sessions (3 Aug, 4 Aug, 5 Aug and earlier)." in told(events=excused)


def test_wiped_out_days_are_among_working_days() -> None:
    said = told(replace(TUTOR, signal="wiped_days"), [])

    assert said.startswith("Wiped-out days as of 14 Sep 2026.")
    assert "8 separate times working days were mostly or wholly lost in 38 working days" in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({"chance": 0.8996}, "above the limit: 89.9 %", id="just below review"),
        pytest.param({"chance": 0.9}, "above the limit: 90.0 %", id="at review"),
        pytest.param({"chance": 0.49999}, "above the limit: 49.9 %", id="just below a half"),
        pytest.param({"chance": 0.99999}, "above the limit: over 99.9 %", id="nearly certain"),
        pytest.param({"once_in": 1.2}, "more often than not", id="usual"),
        pytest.param({"once_in": 4e8}, "less than once in a million", id="hardly ever"),
        pytest.param({"clean_weeks": 1}, "After 1 clean week at", id="one week"),
        pytest.param({"clean_weeks": None}, "26 clean weeks at the usual load would not", id="no"),
        pytest.param({"clean_chance": 0.0}, "too little would be left to judge", id="nothing left"),
        pytest.param({"before_trials": 0.0}, "Before that there is nothing to compare", id="new"),
        pytest.param({"now_events": 1.0}, "1 separate late cancellation in 38", id="one event"),
    ],
)
def test_the_edges_of_a_figure(facts, said) -> None:
    assert said in told(replace(TUTOR, **facts))


def test_too_few_events_are_a_state_of_their_own() -> None:
    said = told(replace(TUTOR, enough=False, chance=None, events=2.0), [])

    assert said == (
        "Late cancellations: 2 separate late cancellations in 130 sessions over 26 weeks. "
        "Fewer than 3 are too few to judge whether the rate is above the limit."
    )


def test_excusing_what_leaves_too_few_says_so() -> None:
    said = told(events=[event(1, date(2026, 8, 22), chance_without=0.0)])

    assert "If the cancellation of 22 Aug is excused: too few would be left to judge." in said


def test_a_spell_whose_second_day_counts_in_part_says_as_what() -> None:
    spell = [event(one, date(2026, 8, one), spell_no=3, event=1 / one) for one in (1, 2)]

    assert "Counted as one event: 1 Aug to 2 Aug (2 sessions, as 1.5)." in told(events=spell)


def test_a_spell_is_excused_as_a_whole() -> None:
    spell = [
        event(one, date(2026, 8, one), spell_no=3, event=float(one == 1), chance_without=0.81)
        for one in (1, 2)
    ]

    assert "If the spell of 1 Aug to 2 Aug is excused: 81.0 %." in told(events=spell)


def test_an_episode_counts_once_however_many_sessions_it_has() -> None:
    found = episodes(EVENTS)

    assert [(one.first.day, one.last.day, len(one.sessions), one.events) for one in found] == [
        (3, 5, 3, 1.0),
        (22, 22, 1, 1.0),
        (29, 29, 1, 1.0),
    ]


@pytest.mark.parametrize("name", SIDES)
def test_a_side_detector_says_what_it_saw_against_what_and_what_it_does_not_show(name) -> None:
    found = replace(TUTOR, signal=name, events=6.0, trials=210.0, load=210.0, reference=0.004)
    said = told(found, [])

    assert said.startswith(f"{signal_title(name)} as of 14 Sep 2026. ")
    assert re.search(r"\b6\b", said)
    assert said.endswith(SIDES[name].caution)
    if SIDES[name].times:
        assert "would give 0.8." in said
        assert said.count("99.2 %") == 1


@pytest.mark.parametrize("name", SIDES)
def test_a_side_detector_with_too_few_says_only_that(name) -> None:
    said = told(replace(TUTOR, signal=name, enough=False, chance=None), [])

    assert said.endswith("too few to judge.")
    assert "Chance" not in said


def test_a_case_says_what_it_was_opened_on() -> None:
    said = evidence_sentence(["Tonight."], opened=(date(2026, 9, 3), 0.9123), held=True)

    assert said == (
        "Tonight. Opened on 3 Sep 2026, on a chance of 91.2 %. "
        "Held: an excuse is still to be decided, so nothing follows from it yet."
    )


@given(st.floats(0, 1))
def test_a_chance_never_reads_higher_than_it_is(chance) -> None:
    said = chance_percent(chance)
    number = float(re.search(r"[\d.]+", said)[0]) / 100

    assert number <= chance + 1e-12 or said.startswith("under")
    assert chance - number < 0.0011


@given(
    st.builds(
        replace,
        st.just(TUTOR),
        signal=st.sampled_from(["late_sessions", "wiped_days", *SIDES]),
        chance=st.floats(0, 1),
        once_in=st.one_of(st.none(), st.floats(1, 1e12)),
        since=st.one_of(st.none(), st.just(date(2026, 8, 17))),
        clean_weeks=st.one_of(st.none(), st.integers(1, 26)),
    )
)
def test_nothing_said_is_a_verdict(signal) -> None:
    said = told(signal).lower()

    assert not re.search(
        r"\b(guilty|offend\w*|rank|worst|bad|blame|caught|suspect|nan|none)\b", said
    )


def test_the_page_on_evidence_quotes_a_sentence_as_it_is_said() -> None:
    page = (Path(__file__).parents[3] / "docs" / "evidence.md").read_text(encoding="utf-8")
    quoted = " ".join(re.findall(r"^> (.+)$", page, re.MULTILINE)).removesuffix(" …")

    assert told().startswith(quoted)
    assert quoted.endswith("about once in 2,000.")


def test_the_page_on_evidence_names_the_numbers_as_they_are() -> None:
    page = (Path(__file__).parents[3] / "docs" / "evidence.md").read_text(encoding="utf-8")
    words = " ".join(page.split())

    assert f"Each of the last {TERMS.weeks} weeks is weighed" in words
    assert f"fewer than {TERMS.min_events} separate events none is said" in words
    assert f"up to {TERMS.longest_gap.words} apart belong together, up to" in words
    assert f"up to {TERMS.longest_spell.words}." in words
    assert f"Below {TERMS.min_tutors} tutors there is too little to learn from" in words
    assert f"when at least {TERMS.wiped_share:.0%} of its sessions".replace("%", " %") in words
    assert (TERMS.incident_ratio, "at twice the usual rate" in words) == (2.0, True)
    assert (
        f"holds the rate with a probability of {TERMS.confidence:.0%}".replace("%", " %") in words
    )
