-- What is counted, one row each: columns are the fields of rows.py, in that order.

create table stat_contact (
  place text not null,
  key text not null,
  position bigint not null,  -- of the fact that drew the row last
  channel text not null,
  opened_at timestamptz not null,
  answered_at timestamptz,
  wrapped_up_at timestamptz,
  kind text,
  incident_id text,
  by_hand boolean not null,
  late boolean not null,
  reopened int not null,
  called boolean not null,
  path text,
  call_ended_at timestamptz,
  ended_by text,
  cut_off boolean not null,
  test boolean not null,
  primary key (place, key));
create index stat_contact_opened on stat_contact (place, opened_at);
create index stat_contact_incident on stat_contact (place, incident_id)
  where incident_id is not null;

create table stat_incident (
  place text not null,
  key text not null,
  position bigint not null,
  incident_id text not null,
  number text not null,
  incident_type text not null,
  priority text not null,
  clock_start_at timestamptz not null,
  opened_at timestamptz not null,
  district text not null,
  closed_at timestamptz,
  result text,
  parent_id text,
  merged_into text,
  contacts int not null,
  children int not null,
  reopened int not null,
  late boolean not null,
  primary key (place, key));
create index stat_incident_began on stat_incident (place, clock_start_at);
create index stat_incident_main on stat_incident (place, merged_into)
  where merged_into is not null;

create table stat_dispatch (
  place text not null,
  key text not null,
  position bigint not null,
  incident_id text not null,
  unit_id text not null,
  assigned_at timestamptz not null,
  notified_at timestamptz,
  acknowledged_at timestamptz,
  en_route_at timestamptz,
  on_scene_at timestamptz,
  first_action_at timestamptz,
  transporting_at timestamptz,
  at_hospital_at timestamptz,
  handed_over_at timestamptz,
  clear_at timestamptz,
  ended text,
  ended_at timestamptz,
  hospital text,
  by_crew int not null,
  on_behalf int not null,
  late boolean not null,
  implausible boolean not null,
  primary key (place, key));
create index stat_dispatch_assigned on stat_dispatch (place, assigned_at);
create index stat_dispatch_incident on stat_dispatch (place, incident_id);

create table stat_referral (
  place text not null,
  key text not null,
  position bigint not null,
  incident_id text not null,
  number text not null,
  agency text not null,
  incident_type text not null,
  priority text not null,
  sent_at timestamptz not null,
  accept_by_at timestamptz not null,
  delivered_at timestamptz,
  accepted_at timestamptz,
  started_at timestamptz,
  declined_at timestamptz,
  handed_back_at timestamptz,
  done_at timestamptz,
  verified_at timestamptz,
  taken_back_at timestamptz,
  escalations int not null,
  reopened int not null,
  by_agency int not null,
  on_behalf int not null,
  late boolean not null,
  primary key (place, key));
create index stat_referral_sent on stat_referral (place, sent_at);
