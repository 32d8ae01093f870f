-- What citizens send is kept as it came, apart from what screens may open.
alter table media add column purpose text not null default 'house';  -- house, evidence, shown

-- Files of messages still to be fetched or looked at; gone when a fact says what became of them.
create table media_task (
  place int not null,
  message_id text not null,
  file_index int not null,
  contact_id text not null,
  media text not null,                 -- a MediaRef as JSON: references, never plaintext
  attempts int not null default 0,
  due_at timestamptz not null default clock_timestamp(),
  deadline_at timestamptz not null,
  primary key (place, message_id, file_index));
create index media_task_due on media_task (place, due_at);
