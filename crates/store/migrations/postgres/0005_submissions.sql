-- What a person sent once is asked once: the form that a command came from, where it came from one.
alter table commands add column submission text unique;
