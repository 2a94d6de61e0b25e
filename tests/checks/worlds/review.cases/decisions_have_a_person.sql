-- Broken, 4 rows: nobody, a blank name, no reason, and decided without a decision
insert into review.cases (case_id, state, decision, decided_by, reason)
values
('a', 'decided', 'pause', null, 'too often'),
('b', 'decided', 'pause', ' ', 'too often'),
('c', 'decided', 'dismiss', 'Ada', ''),
('d', 'decided', null, 'Ada', 'too often');

-- Sound: decided by Ada with a reason, and one that waits
insert into review.cases (case_id, state, decision, decided_by, reason)
values ('a', 'decided', 'pause', 'Ada', 'too often'), ('b', 'open', null, null, null);
