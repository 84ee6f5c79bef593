-- What the index below was made for; where a release searches other fields, it is made anew.
create table search_definition (
    definition text not null
) strict;

-- The records that can be found. The id has the place of the register in its upper bits, so that
-- the records of one register are one range of ids.
create table search_records (
    id integer primary key,
    register text not null,
    key text not null,
    words text not null, -- every text in normal form: tokens with a space before each
    unique (register, key)
) strict;

-- Names and codes in the same form, for exact and prefix matches.
create table search_names (
    place integer not null,
    name text not null,
    record integer not null,
    primary key (place, name, record)
) strict, without rowid;

-- The tokens of search_records.words; letters beyond ASCII are parts of tokens.
create virtual table search_words using fts5 (
    words,
    content = 'search_records',
    content_rowid = 'id',
    columnsize = 0,
    tokenize = 'ascii'
);

-- Words are gathered in memory up to this size before they are written.
insert into search_words (search_words, rank) values ('hashsize', 8388608);
