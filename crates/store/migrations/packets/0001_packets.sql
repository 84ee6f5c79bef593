-- Monitors that sent something, by small numbers.
create table devices (
    id integer primary key,
    mn text not null unique
) strict;

-- Each packet as it came. Numbers are not used again, also when packets have been forgotten.
create table packets (
    id integer primary key autoincrement,
    device integer not null references devices (id),
    received integer not null, -- microseconds since 1970, UTC
    bytes blob not null
) strict;

create index packets_of_device on packets (device, received);

-- Who sent packets without being registered.
create table strangers (
    mn text primary key,
    st text,
    address text not null,
    first integer not null, -- microseconds since 1970, UTC
    last integer not null,
    packets integer not null,
    sample blob not null
) strict, without rowid;

-- What monitors are asked to do.
create table commands (
    id integer primary key autoincrement,
    mn text not null,
    cn text not null,
    content text not null,
    by text not null,
    asked integer not null, -- microseconds since 1970, UTC
    qn text not null,
    state text not null,
    code integer -- what the monitor said where it refused or failed
) strict;

create index commands_of_device on commands (mn, id);
create index commands_by_state on commands (state, id);

-- What became of them, in order.
create table steps (
    id integer primary key,
    command integer not null references commands (id),
    at integer not null, -- microseconds since 1970, UTC
    state text not null,
    code integer,
    note text
) strict;

create index steps_of_command on steps (command, id);

-- The row is there from the beginning, so that the last number can always be asked and raised.
insert into sqlite_sequence (name, seq) values ('packets', 0);
