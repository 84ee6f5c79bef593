-- Of records with the same name the first by key are looked at, not the first that were written.
drop table search_names;

create table search_names (
    place integer not null,
    name text not null,
    key text not null,
    primary key (place, name, key)
) strict, without rowid;

-- The index is made anew.
delete from search_definition;
