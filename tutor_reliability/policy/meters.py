"""Read what is counted: meters over windows, and the rate that the pages show."""

from tutor_reliability.policy.model import Meter, Rate, Rolling
from tutor_reliability.policy.section import Section


def read_meter(section: Section, outcomes: list[str]) -> Meter:
    """Read a [[meter]] over the policy's outcomes."""
    kind = section.choice("kind", ("count", "rate"))
    meter = Meter(
        name=section.text("name"),
        kind=kind,
        of=section.texts("of", outcomes, ...),
        among=section.texts("among", outcomes, ... if kind == "rate" else ()),
        window=Rolling(length=section.span("window")),
        min_volume=section.count("min_volume", 0),
    )
    if kind == "rate" and not set(meter.of) <= set(meter.among):
        raise section.fail("among", "to hold all of 'of': a rate counts part of a whole")
    section.done()
    return meter


def read_rate(section: Section, meters: tuple[Meter, ...]) -> Rate:
    """Read [rate], which names one of the policy's meters."""
    rates = {one.name: one for one in meters if one.kind == "rate"}
    meter = rates[section.choice("meter", rates)]
    rate = Rate(
        meter=meter,
        limit=section.number("limit"),
        min_volume=meter.min_volume,
        prior_late=section.number("prior_late"),
        prior_sessions=section.number("prior_sessions"),
        min_tutors=section.count("min_tutors"),
    )
    if not 0 < rate.limit < 1:
        raise section.fail("limit", "a share between 0 and 1")
    if not 0 < rate.prior_late < rate.prior_sessions:
        raise section.fail("prior_late", "more than 0 and less than prior_sessions")
    section.done()
    return rate
