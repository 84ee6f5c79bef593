-- What a person sent once is written once: the submission that an entry was made from, where it has one.
alter table entries add column submission text;
create unique index entries_by_submission on entries (submission) where submission is not null;
