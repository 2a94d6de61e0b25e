"""The proof of the score: simulated years with planted truth, beside the rules people know.

    world     what happens to tutors, and the truth behind it
    ours      the product's own score over a year: collapse, prior, change, runs
    rules     the ways to flag that people configure first
    figures   what a way to flag costs good tutors and finds of the others
    reviews   a year of reviewers with a few slots a night
    year      one year judged by every way to flag
    told      the results as a table and as a page
    detectors the side detectors, each on what it is there to find

`python -m benchmarks.evidence` (`make bench-evidence`) runs it, and keeps what it found.
"""
