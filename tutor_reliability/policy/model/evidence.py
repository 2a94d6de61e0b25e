"""How the current rate of a tutor is weighed: the numbers of `[evidence]`, all of them optional.

What is done with the weighing is for meters and rules; the arithmetic is in
`tutor_reliability.evidence`.
"""

from dataclasses import dataclass

from tutor_reliability.policy.durations import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorPart:
    """One kind of tutors to expect: their share of all, their mean rate, how sure that is.

    `sessions` is the weight it speaks with: as if that many sessions had been seen already.
    """

    share: float
    rate: float
    sessions: float

    @property
    def shape(self) -> float:
        """The shape of its gamma distribution."""
        return self.rate * self.sessions


_GAP = Length(number=5, unit="d")
_SPELL = Length(number=10, unit="d")
_NEAR = Length(number=2, unit="h")
_QUIET = Length(number=30, unit="d")
ORDINARY_AND_HEAVY = (
    PriorPart(share=0.92, rate=0.015, sessions=350.0),
    PriorPart(share=0.08, rate=0.12, sessions=63.0),
)
"""What to expect where the file says nothing: most tutors are ordinary, a few are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How evidence is weighed.

    Attributes:
        limit: The rate held against, a share; `rate.limit` where the file says nothing.
        weeks: Weeks looked at, the newest ending with the night.
        hazard: Chance that a tutor's rate changes at the start of a week.
        longest_gap: Days between two wiped-out working days that still are one spell.
        longest_spell: Days one spell can span; a longer one begins anew.
        wiped_share: A day of two or more sessions is wiped out when at least this share was late.
        second_day: What the second day of a spell counts where it had one session.
        min_events: Fewer independent events than that are too few to judge.
        exposure_by_hour: Whether a session at an odd hour weighs more.
        exposure_by_incident: Whether a session on a day of an incident weighs more.
        incident_ratio: A day is one of an incident at so many times the usual rate.
        incident_weight: As if so many late sessions at the usual rate had been seen that day.
        incident_days: Days before it that tell the usual rate, their median.
        hour_weight: As if so many late sessions at the mean rate had been seen in a band of hours.
        confidence: Probability held by an interval.
        prior: Kinds of tutors to expect: where the fit begins, and what holds without one.
        min_tutors: Tutors needed to learn the prior from.
        keep_from: A tutor's points are kept if at least one has that chance.
        near_line: How far outside the line a cancellation is near it.
        near_line_ratio: Times the usual rate near the line.
        near_line_odds: Times the usual odds that a cancellation around the line is near it.
        student_ratio: Times the cancellations expected of these students.
        habit_ratio: Times the usual share of emergencies, and of moved sessions.
        habit_days: Days in which a habit is looked for.
        chain: So many moves of one booking are a reason by themselves.
        quiet_after: Days without a further booking after which a pair is quiet.
        quiet_pair_sessions: Sessions that make a pair.
        quiet_ratio: Times the usual share of pairs that go quiet.
    """

    limit: float = 0.05
    weeks: int = 26
    hazard: float = 0.06
    longest_gap: Length = _GAP
    longest_spell: Length = _SPELL
    wiped_share: float = 0.6
    second_day: float = 0.5
    min_events: int = 3
    exposure_by_hour: bool = True
    exposure_by_incident: bool = True
    incident_ratio: float = 2.0
    incident_weight: float = 20.0
    incident_days: int = 28
    hour_weight: float = 20.0
    confidence: float = 0.9
    prior: tuple[PriorPart, ...] = ORDINARY_AND_HEAVY
    min_tutors: int = 150
    keep_from: float = 0.5
    near_line: Length = _NEAR
    near_line_ratio: float = 3.0
    near_line_odds: float = 1.5
    student_ratio: float = 1.5
    habit_ratio: float = 3.0
    habit_days: int = 180
    chain: int = 3
    quiet_after: Length = _QUIET
    quiet_pair_sessions: int = 3
    quiet_ratio: float = 1.5
