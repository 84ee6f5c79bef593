-- The last packet's number. Whoever keeps packets holds this row, so that they are numbered in the order
-- in which they can be seen, and no number is used again.
create table last_packet (
    id bigint not null
);

insert into last_packet (id) values (0);

-- Each packet as it came.
create table packets (
    id bigint primary key,
    mn text collate "C" not null,
    received bigint not null, -- microseconds since 1970, UTC
    bytes bytea not null
);

create index packets_in_order on packets (received, mn);

-- A monitor's factor over one kind of period, by a small number.
create table series (
    id bigint generated always as identity primary key,
    monitor text collate "C" not null,
    factor text collate "C" not null,
    period smallint not null, -- 0 an instant, 1 ten minutes, 2 an hour, 3 a day
    unique (monitor, period, factor)
);

-- What was said of a period; the same is not said twice, and what differs stands beside it.
create table readings (
    series bigint not null references series (id),
    start bigint not null, -- seconds since 1970 by China's local time
    says text collate "C" not null, -- avg;min;max;rtd;cou;flag
    packet bigint not null, -- the first that said it
    last bigint not null, -- the last that said it: of what contradicts itself the later counts
    ahead boolean not null -- its time lies after it was received: it was not measured then
);

-- All that is asked of a reading stands in the index: rows of one outlet lie scattered among those of all.
create unique index readings_by_time on readings (series, start, says) include (packet, last, ahead);

-- The last packet whose readings are here, and how often something new came.
create table laid (
    packet bigint not null,
    sequence bigint not null
);

insert into laid (packet, sequence) values (0, 0);

-- Who sent packets without being registered.
create table strangers (
    mn text collate "C" primary key,
    st text,
    address text not null,
    first bigint not null, -- microseconds since 1970, UTC
    last bigint not null,
    packets bigint not null,
    sample bytea not null
);

-- What monitors are asked to do.
create table commands (
    id bigint generated always as identity primary key,
    mn text collate "C" not null,
    cn text not null,
    content text not null,
    by text not null,
    asked bigint not null, -- microseconds since 1970, UTC
    qn text not null,
    state text not null,
    code integer -- what the monitor said where it refused or failed
);

create index commands_of_device on commands (mn, id);
create index commands_by_state on commands (state, id);

-- What became of them, in order.
create table steps (
    id bigint generated always as identity primary key,
    command bigint not null references commands (id),
    at bigint not null, -- microseconds since 1970, UTC
    state text not null,
    code integer,
    note text
);

create index steps_of_command on steps (command, id);

-- What only one program may do at a time, who does it, and until when.
create table leases (
    task text collate "C" primary key,
    holder text not null,
    until timestamptz not null
);
