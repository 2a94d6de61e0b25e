"""What `explain` tells of evidence: the sentence, its figures from the rows, each late session."""

import re
from datetime import date

import pytest

from pipelines.telling_evidence import evidence_lines
from tutor_reliability.evidence_answers import EvidenceFound
from tutor_reliability.policy.model import Evidence

LAST = date(2026, 7, 31)
SIGNAL = {
    "tutor_id": "T-1",
    "as_of": LAST,
    "signal": "late_sessions",
    "enough": True,
    "chance": 0.8996,
    "reference": 0.05,
    "events": 3.0,
    "trials": 12.0,
    "load": 12.0,
    "rate": 0.2,
    "rate_low": 0.08,
    "rate_high": 0.3,
    "since": None,
    "chance_of_change": 0.2,
    "now_events": 3.0,
    "now_trials": 12.0,
    "before_events": 0.0,
    "before_trials": 0.0,
    "once_in": None,
    "spells": 0,
    "spell_sessions": 0,
    "unscored_sessions": 0,
    "students": 2,
    "clean_weeks": None,
    "clean_chance": None,
    "session_ids": [],
}
PRIOR = {"signal": "late_sessions", "fitted_until": date(2026, 6, 30), "tutors": 12, "rate": 350.0}


MOVES = [
    {
        "session_id": f"s{number}",
        "move_no": 1,
        "tutor_id": f"T-{number}",
        "student_id": "S",
        "day": date(2026, 7, number),
        "moved_on": date(2026, 7, number),
        "moved_to": after,
        "lesson": "s1",
        "file": file,
        "line": 7,
    }
    for number, after, file in ((1, None, "moves.csv"), (2, "s3", None))
]
CHANCE = 0.690428
"""Of three events in a load of 15, four weeks ago, as `current_rates` weighs them."""


def event(number: int, **facts) -> dict:
    return {
        "signal": "late_sessions",
        "session_id": f"s{number}",
        "day": date(2026, 7, number),
        "spell_no": None,
        "event": 1.0,
        "load": 4.8,
        "treatment": "counted",
        "chance_without": 0.71,
        "student_id": f"S-{number % 2}",
        "notice": "exact",
        "notice_hours": 3.25,
        "reason_code": "illness",
        "session_file": "sessions.csv",
        "session_line": 10 + number,
        "cancellation_file": "cancellations.csv",
        "cancellation_line": number,
        **facts,
    }


def told(row=SIGNAL, *, events=(1, 2, 3), everything: bool = False, **more) -> list[str]:
    found = EvidenceFound(
        terms=Evidence(),
        signals=[row],
        events=[event(one, **more) for one in events],
        points=[
            {"signal": "late_sessions", "day": date(2026, 7, day), "chance": 0.5, "events": 3}
            for day in range(1, 13)
        ],
        days=[
            {
                "day": date(2026, 7, one),
                "exposure": 4,
                "late": 1,
                "excused": 0,
                "load": 5.0,
                "exposure_listed": 4,
                "late_listed": 1,
            }
            for one in (1, 2, 3)
        ],
        priors=[
            PRIOR | {"component": 1, "share": 0.92, "shape": 5.25, "fallback": True},
            PRIOR | {"component": 2, "share": 0.08, "shape": 42.0, "fallback": True},
            PRIOR
            | {"signal": "near_line", "component": 1, "share": 1.0, "shape": 1.0}
            | {"usual": 0.004, "usual_near": 0.125, "fallback": False},
        ],
        sessions=[],
        moves=MOVES,
        kept_from=date(2025, 8, 1),
        timezone="UTC",
    )
    return list(evidence_lines(found, line_hours=24.0, everything=everything))


def test_a_late_session_says_all_that_its_weight_rests_on() -> None:
    assert (
        "      2026-07-01  s1  notice 3.2 h  illness  counted  counts 1  factor 1.250  "
        "were it excused 71.0 %  [sessions.csv:11, cancellations.csv:1]"
    ) in told()


def test_the_sentence_is_the_one_that_the_queue_has() -> None:
    said = "\n".join(told())

    assert "Chance that the current rate is above the limit: 89.9 %; it is probably" in said
    assert "chance 89.9 % (0.899600), rate 8.0 % to 30.0 %, that it changed 20.0 %" in said


def test_figures_that_the_rows_give_stand_alone_and_others_say_so() -> None:
    said = told(SIGNAL | {"events": 4.0})

    assert "      separate events: 3, but the table says 4" in said
    assert "      trials: 12" in said
    assert "      load: 15, but the table says 12" in said


def test_a_chance_that_the_weeks_would_not_give_is_named_beside_theirs() -> None:
    honest = told(SIGNAL | {"chance": CHANCE})
    wrong = told(SIGNAL | {"chance": CHANCE + 0.001})

    assert "      chance: 69.043 %" in honest
    assert "      chance: 69.043 %, but the table says 69.143 %" in wrong


@pytest.mark.parametrize(
    ("off", "agrees"), [pytest.param(9e-5, True, id="within"), pytest.param(2e-4, False, id="not")]
)
def test_a_chance_agrees_to_a_hundredth_of_a_per_cent(off, agrees) -> None:
    said = told(SIGNAL | {"chance": CHANCE + off})

    assert ("      chance: 69.043 %" in said) == agrees


def test_the_figures_are_counted_with_those_that_disagree() -> None:
    (last,) = [one for one in told() if "Figures computed again" in one]

    assert re.fullmatch(
        r"  Figures computed again from the rows: \d+, \d+ disagree \(chances and rates to 0\.01 %,"
        r" all else to the last digit shown\)",
        last,
    )


def test_what_a_past_night_said_is_weighed_again_too() -> None:
    said = told()

    assert any(
        re.fullmatch(r" +chance on 2026-07-12: .*, but the table says 50\.000 %", one)
        for one in said
    )


def test_the_prior_is_shown_with_whose_it_is() -> None:
    said = told()
    at = next(place for place, line in enumerate(said) if "Expected before looking" in line)

    assert "the policy's own, for fewer than 150 tutors have sessions:" in said[at]
    assert said[at + 1].split("; ") == [
        "      92.0 % with a mean of 1.5 %, as sure as after 350 sessions",
        "8.0 % with a mean of 12.0 %, as sure as after 350 sessions",
    ]


@pytest.mark.parametrize(("everything", "days"), [(False, 8), (True, 12)])
def test_past_nights_are_told_the_newest_first_of_all(everything, days) -> None:
    shown = [one for one in told(everything=everything) if one.endswith("3 separate events")]

    assert (len(shown), shown[-1]) == (days, "      2026-07-12  50.0 %, 3 separate events")


def test_too_few_to_judge_is_all_that_is_said() -> None:
    few = SIGNAL | {"enough": False, "chance": None, "events": 1.0}
    said = told(few)

    assert said[2] == "  Late cancellations: too few to judge"
    assert not any("Expected before looking" in one for one in said)


def test_a_hostile_reason_reaches_no_terminal() -> None:
    assert not any("\x1b" in one for one in told(reason_code="\x1b[31mred"))


def test_what_no_row_gives_of_a_side_detector_is_named() -> None:
    lines = told(SIGNAL | {"signal": "near_line", "events": 9.0}, signal="near_line")

    assert "      events: 0, but the table says 9" in lines
    assert "      sessions listed: 0, but the table says 3" in lines


def test_what_is_usual_among_peers_is_shown() -> None:
    lines = told(SIGNAL | {"signal": "near_line"}, signal="near_line")

    assert (
        "    Usual among peers, from data to 2026-06-30: 0.00400 a trial; of those around the line "
        "12.5 %"
    ) in lines


@pytest.mark.parametrize("everything", [False, True])
def test_moves_lead_down_to_log_rows_where_all_is_asked(everything) -> None:
    row = SIGNAL | {"signal": "reschedule_chain"}
    lines = told(row, everything=everything, signal="reschedule_chain")
    shown = [
        "    Moves of these lessons: 2",
        "      2026-07-01  s1 in place, lesson s1, by T-1  [moves.csv:7]",
        "      2026-07-02  s2 to s3, lesson s1, by T-2",
    ]

    assert [one for one in lines if one in shown] == (shown if everything else [])


def test_pairs_are_listed_where_all_is_asked() -> None:
    row = SIGNAL | {"signal": "student_cancels"}
    lines = told(row, everything=True, signal="student_cancels")

    assert "    Pairs: late of all here, late of all elsewhere, expected here" in lines
