-- Rules read the points, people the chance: one figure in two places must be one figure.
-- Remedy: a fault in the program, report it with the rows shown.

select
    point.tutor_id,
    point.signal,
    point.day,
    point.chance,
    signal.chance as tonight
from review.signal_points as point
left join review.signals as signal
    on point.tutor_id = signal.tutor_id and point.signal = signal.signal
where
    point.day > $as_of
    or (
        point.day = $as_of
        and point.signal in ('late_sessions', 'wiped_days')
        and abs(point.chance - coalesce(signal.chance, 0)) * 86400 > 1 / 86400
    )
