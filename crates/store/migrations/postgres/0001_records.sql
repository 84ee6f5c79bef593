-- Texts sort by their bytes, whatever the database's own order is.

-- The revision: the last entry's number. Whoever writes an entry holds this row, so that entries are
-- numbered in the order in which they can be seen.
create table head (
    revision bigint not null
);

insert into head (revision) values (0);

-- What was written, in order.
create table entries (
    id bigint primary key,
    at bigint not null, -- microseconds since 1970, UTC
    by text not null,
    files text not null,
    kind text not null,
    submission text unique,
    undoes bigint unique references entries (id)
);

create index entries_by_time on entries (at);

-- How many records of a register an entry added, changed and removed.
create table counts (
    entry bigint not null references entries (id),
    register text collate "C" not null,
    added bigint not null,
    changed bigint not null,
    removed bigint not null,
    primary key (entry, register)
);

-- The fields of a register, in the order in which rows were written: a JSON array of field keys.
create table shapes (
    id bigint generated always as identity primary key,
    register text collate "C" not null,
    fields text collate "C" not null,
    unique (register, fields)
);

-- Each record as each entry left it: a log that only grows. No row: the entry took the record away.
create table versions (
    entry bigint not null references entries (id),
    register text collate "C" not null,
    key text collate "C" not null,
    "row" text, -- [shape, value, value, ...]
    primary key (entry, register, key)
);

create index versions_of_record on versions (register, key, entry desc);

-- Each record as it stands: the last of its versions, at hand so that loading does not read the log.
create table records (
    register text collate "C" not null,
    key text collate "C" not null,
    "row" text not null,
    primary key (register, key)
);

-- Answers that took long, beside their questions. The latest have the largest ids.
create table answers (
    id bigint generated always as identity primary key,
    question text not null,
    answer text not null
);

-- Questions are long, and a tree takes only short ones.
create index answers_by_question on answers using hash (question);
