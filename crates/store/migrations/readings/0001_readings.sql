-- A monitor's factor over one kind of period, by a small number.
create table series (
    id integer primary key,
    monitor text not null,
    factor text not null,
    period integer not null, -- 0 an instant, 1 ten minutes, 2 an hour, 3 a day
    unique (monitor, period, factor)
) strict;

-- What was said of a period; the same is not said twice, and what differs stands beside it.
create table readings (
    series integer not null references series (id),
    start integer not null, -- seconds since 1970 by China's local time
    says text not null, -- avg;min;max;rtd;cou;flag
    packet integer not null, -- the first that said it
    primary key (series, start, says)
) strict, without rowid;

-- The last packet whose readings are here, and how often something new came.
create table laid (
    packet integer not null,
    sequence integer not null
) strict;

insert into laid (packet, sequence) values (0, 0);
