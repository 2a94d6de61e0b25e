"""Evidence: how likely a tutor's current late rate is above the limit, and since when.

A score is computed from the last weeks alone, so that any past night can be computed again.

    collapse    one event a wiped-out spell: what counts as one independent cancellation
    mixture     what to expect of tutors before looking: ordinary ones, and a small heavy component
    change      the current rate, where the rate may have changed once
"""
