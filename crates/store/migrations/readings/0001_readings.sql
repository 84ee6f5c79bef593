-- What a monitor says of a factor over one kind of period.
create table series (
    id integer primary key,
    monitor text not null,
    factor text not null,
    period text not null,
    unique (monitor, factor, period)
) strict;

-- The readings, in the order in which they are asked for. `says` is all that a reading says, so that the
-- same one comes once and another one of the same time stands beside it, whatever came first.
create table readings (
    series integer not null references series (id),
    start integer not null, -- seconds since 1970 by the monitor's local time
    says text not null, -- avg;min;max;rtd;cou;flag
    packet integer not null, -- the first that brought it
    primary key (series, start, says)
) strict, without rowid;

-- Up to which packet readings are laid in; how often that brought anything new.
create table progress (
    one integer primary key check (one = 1),
    through integer not null,
    sequence integer not null
) strict;

insert into progress (one, through, sequence) values (1, 0, 0);
