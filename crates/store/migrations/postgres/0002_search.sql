-- What the index below was made for; where a release searches other fields, it is made anew.
create table search_definition (
    definition text not null
);

-- The records that can be found, by the place of their register.
create table search_records (
    place integer not null,
    register text collate "C" not null,
    key text collate "C" not null,
    words text collate "C" not null, -- every text in normal form: tokens with a space before each
    tokens tsvector not null, -- the tokens of the words, without their order
    primary key (place, key)
);

create index search_tokens on search_records using gin (tokens);

-- The beginnings of names and codes in the same form, for exact and prefix matches.
create table search_names (
    place integer not null,
    name text collate "C" not null,
    key text collate "C" not null,
    primary key (place, name, key)
);
