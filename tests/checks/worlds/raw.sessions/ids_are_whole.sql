-- Broken, 3 rows: as a spreadsheet writes them
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, known_at)
values
('1.23457E+11', 't', 'u', $known_until, $known_until),
('a', '4E+08', 'u', $known_until, $known_until),
('b', 't', '9.9E+15', $known_until, $known_until);

-- Sound: whole, with letters, or absent
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, known_at)
values
('123456789012', null, 'E+11', $known_until, $known_until),
('1.23E+', '1E5x', null, $known_until, $known_until);
