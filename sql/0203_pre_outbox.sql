-- Order per recipient also within one command (its rows share a position), and whether an ending has
-- been told: the report is a fact of its own, and the process may die between the two.
alter table outbox add column sequence bigint generated always as identity;
alter table outbox add column told boolean not null default true;
create index outbox_untold on outbox (place) where not told;
