-- The last packet that said it, where another did later than the first: of what contradicts itself the
-- later counts.
alter table readings add column last integer;
-- 1 where its time lies after it was received: it was not measured then.
alter table readings add column ahead integer;
