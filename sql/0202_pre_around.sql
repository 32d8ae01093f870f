-- What stands around the logbook: the inbox, cursors, snapshots, boards, sessions, drafts, media.

-- The inbox is a log too: gapless positions and one cursor, no flag per row (logbook.md 22).
create table inbox (
  place int not null,
  position bigint not null,
  source text not null,
  item_key text not null,
  received_at timestamptz not null,
  wrapped_key bytea,
  raw bytea,                           -- encrypted; class raw, kept 30 days
  primary key (place, position));
create unique index inbox_once on inbox (place, source, item_key);

create table inbox_head (
  place int primary key references site,
  position bigint not null,
  heard bigint not null default 0) with (fillfactor = 10);

create function take_in(p int, sources text[], keys text[], wrapped bytea[], raws bytea[])
returns bigint language plpgsql volatile as $$
declare v bigint; k bigint;
begin
  select position into strict v from inbox_head where place = p for update;
  insert into inbox
    select p, v + row_number() over (order by u.n), u.s, u.i, clock_timestamp(), u.w, u.r
    from (select distinct on (x.s, x.i) x.* from unnest(sources, keys, wrapped, raws)
            with ordinality x(s, i, w, r, n) order by x.s, x.i, x.n) u
      left join lateral (select true as hit from inbox y
        where y.place = p and y.source = u.s and y.item_key = u.i limit 1) seen on true
    where seen.hit is null;
  get diagnostics k = row_count;
  if k > 0 then
    update inbox_head set position = v + k where place = p;
  end if;
  return v + k;
end $$;

-- Durable cursors of single workers, moved by compare-and-set (logbook.md 12).
create table cursor (
  place int not null,
  name text not null,
  lineage uuid not null,
  position bigint not null,
  primary key (place, name));

create table snapshot (
  place int not null,
  desk text not null,
  tag text not null,
  position bigint not null,
  code_digest text not null,
  state text not null,
  primary key (place, desk, tag));

create table board_checkpoint (
  place int not null,
  board text not null,
  lineage uuid not null,
  position bigint not null,
  code_digest text not null,
  cards text not null,
  primary key (place, board));

-- A telephone number is a random subject; only its keyed hash leads there (logbook.md 16).
create table subject (
  place int not null,
  number_hash bytea not null,
  subject text not null,
  primary key (place, number_hash));

create table credential (
  place int not null,
  user_name text not null,
  account_id text not null,
  password_hash text not null,
  totp_key bytea,                      -- encrypted by the place key
  primary key (place, user_name));

create table session (
  token_hash bytea primary key,
  place int not null,
  account_id text not null,
  seat text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null);
create index session_account on session (place, account_id);

create table sign_in_failure (
  place int not null,
  subject text not null,               -- user:… or address:…, hashed
  failed_at timestamptz not null default clock_timestamp());
create index sign_in_failure_recent on sign_in_failure (place, subject, failed_at);

create table draft (
  place int not null,
  draft_id text not null,
  field text not null,
  value bytea not null,                -- encrypted
  wrapped_key bytea not null,
  account_id text not null,
  saved_at timestamptz not null default clock_timestamp(),
  primary key (place, draft_id, field));

create table media (
  place int not null,
  stored text not null,                -- content address
  media_type text not null,
  size_bytes bigint not null,
  wrapped_key bytea,                   -- null: erased
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (place, stored));

-- The thinned track of a unit; the latest value lives in memory (logbook.md 21).
create table track (
  place int not null,
  unit_id text not null,
  at timestamptz not null,
  latitude double precision not null,
  longitude double precision not null,
  accuracy_m real,
  primary key (place, unit_id, at));
