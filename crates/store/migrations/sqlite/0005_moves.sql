-- A move into this database that is not finished: from where. While it stands here nobody else opens it.
create table moves (
    source text not null
) strict;
