-- Answers that took long, beside their questions. The latest have the largest ids.
create table answers (
    id integer primary key,
    question text not null unique,
    answer text not null
) strict;
