"""A seeded marketplace with known truth: logs to run on, and what was planted in them.

marketplace.py is the door. tutors.py says who teaches, bookings.py what is booked, illness.py and
causes.py why it falls through, followups.py what people agree on instead, logs.py and voices.py
what is written down, dirt.py and dirt_kinds.py what real logs do to it, files.py how it is stored.
"""

from tutor_reliability.simulate.marketplace import LAYOUTS, Layout, SimulationSummary, simulate

__all__ = ["LAYOUTS", "Layout", "SimulationSummary", "simulate"]
