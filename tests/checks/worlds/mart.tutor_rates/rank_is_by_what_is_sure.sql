-- Broken, 2 rows: the surer one second, and a tie that does not share its rank
insert into mart.tutor_rates (tutor_id, window_days, pooled_low, rank)
values ('a', 30, 0.2, 2), ('b', 30, 0.2, 1), ('c', 30, 0.1, 2), ('d', 30, 0.0, 4);

-- Sound: by the lower end, ties share a rank, each window apart
insert into mart.tutor_rates (tutor_id, window_days, pooled_low, rank)
values ('a', 30, 0.2, 1), ('b', 30, 0.2, 1), ('c', 30, 0.1, 3), ('c', 90, 0.1, 1);
