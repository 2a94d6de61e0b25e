"""The evidence on a tutor worked out again from published rows, by plain arithmetic: `explain`.

A program apart from the night's: it loads no library of statistics, reads rows one by one, and is
there so that no figure has to be taken on trust. Each of the two programs checks the other.

    found           from what is published of a tutor to figures: begin here
    figures         a figure told twice: by the rows, and by the table
    expected        what was expected before looking, learnt from all tutors
    rates, ground, days, belief     the two rates: days counted once, weeks, what is believed
    sides, sessions                 the side detectors: one way to compare, rows of sessions
    near_line, habits, chain, student_cancels, quiet_pairs      what each counts and weighs
    gamma, beta     two distributions, written out
"""
