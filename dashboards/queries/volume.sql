-- One row a day: sessions that were to start, and how many its weekday usually has.

select
    day,
    counted,
    weeks,
    usual,
    unusual_low,
    unusual_high,
    implausible_low,
    implausible_high,
    verdict
from quality.volume
where series = 'sessions'
order by day
