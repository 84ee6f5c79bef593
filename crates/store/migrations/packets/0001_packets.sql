-- Packets as they came, in order: the evidence, and that from which the readings are derived.
create table packets (
    id integer primary key autoincrement, -- never given again, also where the newest were forgotten
    monitor text not null,
    received integer not null, -- microseconds since 1970, UTC
    bytes blob not null
) strict;

create index packets_by_monitor on packets (monitor, received);

-- Devices that called and are not registered.
create table strangers (
    mn text primary key,
    st text,
    address text not null,
    first integer not null,
    last integer not null,
    packets integer not null,
    sample blob not null
) strict, without rowid;

-- What devices were asked to do.
create table commands (
    id integer primary key,
    mn text not null,
    cn text not null,
    content text not null,
    by text not null,
    asked integer not null,
    qn text not null,
    state text not null,
    code integer
) strict;

create index commands_by_state on commands (state);

-- What became of each, in order.
create table steps (
    command integer not null references commands (id),
    number integer not null,
    state text not null,
    code integer,
    at integer not null,
    note text,
    primary key (command, number)
) strict, without rowid;
