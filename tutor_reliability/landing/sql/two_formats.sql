-- The first row with a time that fits two formats and means two times.

select
    arrivals.file,
    arrived.line,
    arrived.detail
from arrived
inner join arrivals using (file_index)
where arrived.reason = 'two_formats'
order by arrived.position
limit 1
