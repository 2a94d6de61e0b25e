"""The side detectors: what a late rate cannot see. Each is a signal and a reason of its own.

None is added to another, and none is proof: each says how sure it is that a tutor's own share is
so many times what peers would have shown. Arrays in, arrays out; the tables are read and written
in `tutor_reliability.evidence_build.side`.

    stretch           sums of tutors' days over any stretch of them
    peers             what is usual, leaving out those who do it most
    near_line         cancellations just outside the line, more of them than around it
    student_cancels   sessions cancelled late in students' names, beside what these students do else
    habit             emergencies and moved sessions: more often than peers
    spells            emergencies that follow each other closely, counted once
    chain             one lesson moved again and again
    quiet_pairs       pairs that went quiet after the tutor cancelled
"""
