-- What was written, in order. The last id is the revision.
create table entries (
    id integer primary key,
    at text not null, -- RFC 3339 in UTC with microseconds: sorts as text
    by text not null,
    files text not null,
    kind text not null,
    undoes integer unique references entries (id)
) strict;

-- How many records of a register an entry added, changed and removed.
create table counts (
    entry integer not null references entries (id),
    register text not null,
    added integer not null,
    changed integer not null,
    removed integer not null,
    primary key (entry, register)
) strict, without rowid;

-- The fields of a register, in the order in which rows were written: a JSON array of field keys.
create table shapes (
    id integer primary key,
    register text not null,
    fields text not null,
    unique (register, fields)
) strict;

-- Each record as each entry left it: a log that only grows. No row: the entry took the record away.
create table versions (
    entry integer not null references entries (id),
    register text not null,
    key text not null,
    row text, -- [shape, value, value, ...]
    primary key (entry, register, key)
) strict, without rowid;

create index versions_of_record on versions (register, key, entry);

-- Each record as it stands: the last of its versions, at hand so that loading does not read the log.
create table records (
    register text not null,
    key text not null,
    row text not null,
    primary key (register, key)
) strict, without rowid;
