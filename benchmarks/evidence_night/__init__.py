"""The evidence of a night: everybody's two rates, weighed for the first time and a night later.

The jobs, on a marketplace of so many tutors over a year and a half, see `history`:

- first: the whole history is weighed, and nothing was before;
- next: the night after, with its day, and a few sessions of the week before excused;
- sides: what the side detectors ask of the database, on `sessions` a tutor and week.

What the database does and what follows are told apart.
"""
