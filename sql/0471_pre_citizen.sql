-- A photo on its way from a telephone whose signal comes and goes, in parts; encrypted.
create table upload (
  place int not null,
  token_hash bytea not null,           -- whoever holds the token may go on with it
  media_type text not null,
  size_bytes int not null,
  offset_bytes int not null default 0, -- what has arrived without a gap
  whole boolean not null default false, -- all of it is here, and it is what was meant
  stored text,                         -- content address, once a report has taken it
  began_at timestamptz not null default clock_timestamp(),
  primary key (place, token_hash));
create index upload_old on upload (place, began_at);

create table upload_part (
  place int not null,
  token_hash bytea not null,
  offset_bytes int not null,
  wrapped_key bytea not null,
  data bytea not null,                 -- encrypted
  primary key (place, token_hash, offset_bytes),
  foreign key (place, token_hash) references upload on delete cascade);

-- Where a citizen's telephone was, thinned; encrypted, because it is a person's.
create table citizen_track (
  place int not null,
  contact_id text not null,
  at timestamptz not null,
  wrapped_key bytea not null,
  data bytea not null,
  primary key (place, contact_id, at));
create index citizen_track_old on citizen_track (place, at);
