"""Days that follow each other closely are one spell: who is in hospital has one emergency."""

import numpy as np

from tutor_reliability.evidence.windows import Numbers


def spells(tutor: Numbers, day: Numbers, *, longest_gap: int, longest_spell: int) -> Numbers:
    """Number the spells of each tutor's days.

    Args:
        tutor: Which tutor; one figure a day or session, by tutor, then by day.
        day: Number of the day.
        longest_gap: Days between two days that still belong together.
        longest_spell: Days one spell can span; a longer one begins anew.

    Returns:
        The spell of each, numbered from 1 for each tutor.
    """
    found = np.ones(len(day), dtype=np.int64)
    began = 0
    for at in range(1, len(day)):
        if tutor[at] != tutor[at - 1]:
            began = at
            continue
        together = day[at] - day[at - 1] <= longest_gap and day[at] - day[began] < longest_spell
        found[at] = found[at - 1] + (not together)
        began = began if together else at
    return found
