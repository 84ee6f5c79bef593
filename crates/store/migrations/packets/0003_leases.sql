-- What only one program may do at a time, who does it, and until when.
create table leases (
    task text primary key,
    holder text not null,
    until integer not null -- microseconds since 1970, UTC
) strict, without rowid;
