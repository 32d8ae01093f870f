-- Figures over the rows of tables.sql. Every query takes $1 place, $2 from, $3 to (instants, `to` not
-- included) and $4 the place's zone, and gives rows (key, count, …) in the order to show them.
-- A contact counts when it was opened, an incident when its clock started, a dispatch when it was
-- assigned, a referral when it was sent. What was merged into another incident is that incident: it
-- counts as merged and nowhere else, and its contacts, dispatches and referrals are the other's.

-- name: totals
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
), contact as (
  select s.* from stat_contact s, ask
  where s.place = ask.place and s.opened_at >= ask.from_at and s.opened_at < ask.to_at
), told as (
  select s.* from stat_incident s, ask
  where s.place = ask.place and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
), incident as (
  select * from told where merged_into is null
), dispatch as (
  select s.* from stat_dispatch s, ask
  where s.place = ask.place and s.assigned_at >= ask.from_at and s.assigned_at < ask.to_at
), referral as (
  select s.* from stat_referral s, ask
  where s.place = ask.place and s.sent_at >= ask.from_at and s.sent_at < ask.to_at
)
select key, count, unit from (
  select 1, 'contacts', count(*), 'kontak' from contact
  union all select 2, 'contacts_answered', count(*), 'kontak' from contact
    where answered_at is not null
  union all select 3, 'contacts_late', count(*), 'kontak' from contact where late
  union all select 4, 'incidents', count(*), 'kejadian' from incident
  union all select 5, 'children', count(*), 'kejadian' from incident where parent_id is not null
  union all select 6, 'closed', count(*), 'kejadian' from incident where closed_at is not null
  union all select 7, 'reopened', count(*), 'kejadian' from incident where reopened > 0
  union all select 8, 'incidents_late', count(*), 'kejadian' from incident where late
  union all select 9, 'merged', count(*), 'kejadian' from told where merged_into is not null
  union all select 10, 'dispatches', count(*), 'penugasan' from dispatch
  union all select 11, 'referrals', count(*), 'tugas' from referral
) t(place_in_list, key, count, unit) order by place_in_list;

-- name: by_type
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select s.incident_type as key, count(*) as count, count(s.closed_at) as closed
from stat_incident s, ask
where s.place = ask.place and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
  and s.merged_into is null
group by s.incident_type order by count(*) desc, s.incident_type;

-- name: by_priority
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select s.priority as key, count(*) as count, count(s.closed_at) as closed
from stat_incident s, ask
where s.place = ask.place and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
  and s.merged_into is null
group by s.priority order by s.priority;

-- name: by_district
-- Key: kecamatan code; `outside` the city, `unknown` when nobody said where.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select coalesce(nullif(s.district, ''), 'unknown') as key, count(*) as count
from stat_incident s, ask
where s.place = ask.place and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
  and s.merged_into is null
group by s.district order by count(*) desc, s.district;

-- name: by_day
-- Key: local date; a day on which nothing happened is a zero.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
), day as (
  select d::date as day from ask, generate_series(
    (from_at at time zone zone)::date,
    ((to_at - interval '1 microsecond') at time zone zone)::date, interval '1 day') d
), incident as (
  select (s.clock_start_at at time zone ask.zone)::date as day, count(*) as n
  from stat_incident s, ask
  where s.place = ask.place and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
    and s.merged_into is null
  group by 1
), contact as (
  select (s.opened_at at time zone ask.zone)::date as day, count(*) as n
  from stat_contact s, ask
  where s.place = ask.place and s.opened_at >= ask.from_at and s.opened_at < ask.to_at
  group by 1
)
select to_char(day.day, 'YYYY-MM-DD') as key, coalesce(incident.n, 0) as count,
  coalesce(contact.n, 0) as contacts
from day left join incident using (day) left join contact using (day) order by day.day;

-- name: results
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select s.result as key, count(*) as count
from stat_incident s, ask
where s.place = ask.place and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
  and s.result is not null and s.merged_into is null
group by s.result order by count(*) desc, s.result;

-- name: by_channel
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select s.channel as key, count(*) as count, count(s.answered_at) as answered
from stat_contact s, ask
where s.place = ask.place and s.opened_at >= ask.from_at and s.opened_at < ask.to_at
group by s.channel order by count(*) desc, s.channel;

-- name: by_kind
-- Key `unclassified`: nobody has named the contact's kind yet.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select coalesce(s.kind, 'unclassified') as key, count(*) as count,
  count(s.incident_id) as with_incident
from stat_contact s, ask
where s.place = ask.place and s.opened_at >= ask.from_at and s.opened_at < ask.to_at
group by s.kind order by count(*) desc, s.kind;

-- name: calls
-- Telephone calls as the lines told of them, tests apart. `of`: the count a share is taken of.
-- Within 15 and 20 s (NENA-STA-020.1): of the answered ones that were not entered late; a call
-- nobody answered is in neither and stands by itself. Waits are seconds, median by nearest rank.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
), told as (
  select s.*, s.test or coalesce(s.kind = 'test', false) as is_test,
    extract(epoch from coalesce(s.answered_at, s.call_ended_at) - s.opened_at) as waited_s
  from stat_contact s, ask
  where s.place = ask.place and s.opened_at >= ask.from_at and s.opened_at < ask.to_at and s.called
), call as (
  select * from told where not is_test
), answered as (
  select * from call where answered_at is not null
), timed as (
  select * from answered where not late and waited_s >= 0
), lost as (
  select * from call where answered_at is null and call_ended_at is not null
), hung_up as (
  select * from lost where ended_by = 'caller' and not late and waited_s >= 0
), figure(n, key, count, of, median_s) as (
  select 1, 'offered', (select count(*) from call), null::bigint, null::int
  union all select 2, 'answered', (select count(*) from answered), (select count(*) from call),
    (select round(percentile_disc(0.5) within group (order by waited_s))::int from timed)
  union all select 3, 'within_15s', count(*) filter (where waited_s <= 15), count(*), null from timed
  union all select 4, 'within_20s', count(*) filter (where waited_s <= 20), count(*), null from timed
  union all select 5, 'unanswered', (select count(*) from lost), (select count(*) from call), null
  union all select 6, 'hung_up', count(*), (select count(*) from lost),
    round(percentile_disc(0.5) within group (order by waited_s))::int from hung_up
  union all select 7, 'cut_off', count(*) filter (where cut_off), count(*), null from answered
  union all select 8, 'failsafe', count(*) filter (where path = 'failsafe'), count(*), null
    from answered
  union all select 9, 'second_destination', count(*) filter (where path = 'second_destination'),
    count(*), null from answered
  union all select 10, 'late', count(*) filter (where late), count(*), null from call
  union all select 11, 'test', count(*) filter (where is_test), null, null from told
)
select key, count, 'kontak' as unit, of, median_s from figure order by n;

-- name: times
-- Seconds between two points of the clock chain. `count` is what the figures rest on; left out of
-- them, for one reason each: entered from memory or paper (late), stages out of order or less than
-- 20 s apart (implausible), entered by the one who answered (by_hand). Percentiles by nearest rank;
-- under 20 cases no 90th: the cases themselves are given (domain.md 5).
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
), stage(n, key, unit) as (values
  (1, 'answer', 'kontak'),               -- contact: opened → answered
  (2, 'assign', 'kejadian'),             -- incident: clock start → first unit assigned
  (3, 'answered_to_assign', 'kejadian'), -- first contact answered → first unit assigned
  (4, 'response', 'kejadian'),           -- incident: clock start → first unit on scene
  (5, 'acknowledge', 'penugasan'),       -- dispatch: assigned → acknowledged
  (6, 'turnout', 'penugasan'),           -- assigned → en route
  (7, 'travel', 'penugasan'),            -- en route → on scene
  (8, 'on_scene', 'penugasan'),          -- on scene → transporting, or clear without a transport
  (9, 'transport', 'penugasan'),         -- transporting → at hospital
  (10, 'handover', 'penugasan'),         -- at hospital → handed over
  (11, 'job', 'penugasan'),              -- assigned → clear
  (12, 'accept', 'tugas'),               -- referral: sent → accepted
  (13, 'finish', 'tugas')                -- sent → done
), incident as (
  select s.clock_start_at, s.late, d.*, c.answered_at, c.by_hand
  from ask
  join stat_incident s on s.place = ask.place
    and s.clock_start_at >= ask.from_at and s.clock_start_at < ask.to_at
    and s.merged_into is null
  cross join lateral (
    select array(select s.incident_id union all select x.incident_id from stat_incident x
      where x.place = s.place and x.merged_into = s.incident_id) as ids
  ) own
  cross join lateral (
    select min(x.assigned_at) as assigned_at, min(x.on_scene_at) as on_scene_at,
      bool_or(x.late) as dispatch_late, bool_or(x.implausible) as dispatch_implausible
    from stat_dispatch x where x.place = s.place and x.incident_id = any(own.ids)
  ) d
  left join lateral (
    select x.answered_at, x.by_hand from stat_contact x
    where x.place = s.place and x.incident_id = any(own.ids) and x.answered_at is not null
    order by x.answered_at, x.key limit 1
  ) c on true
), dispatch as (
  select s.* from stat_dispatch s, ask
  where s.place = ask.place and s.assigned_at >= ask.from_at and s.assigned_at < ask.to_at
), span(key, began_at, ended_at, late, implausible, by_hand) as (
  select 'answer', s.opened_at, s.answered_at, s.late, false, s.by_hand from stat_contact s, ask
    where s.place = ask.place and s.opened_at >= ask.from_at and s.opened_at < ask.to_at
      and not s.test
  union all
  select 'assign', clock_start_at, assigned_at, late, false, false from incident
  union all
  select 'answered_to_assign', answered_at, assigned_at, late, false, false from incident
  union all
  select 'response', clock_start_at, on_scene_at, late or dispatch_late, dispatch_implausible,
    false from incident
  union all
  select v.key, v.began_at, v.ended_at, d.late, d.implausible, false
  from dispatch d cross join lateral (values
    ('acknowledge', d.assigned_at, d.acknowledged_at),
    ('turnout', d.assigned_at, d.en_route_at),
    ('travel', d.en_route_at, d.on_scene_at),
    ('on_scene', d.on_scene_at, coalesce(d.transporting_at,
      case when d.at_hospital_at is null and d.handed_over_at is null then d.clear_at end)),
    ('transport', d.transporting_at, d.at_hospital_at),
    ('handover', d.at_hospital_at, d.handed_over_at),
    ('job', d.assigned_at, d.clear_at)) v(key, began_at, ended_at)
  union all
  select v.key, s.sent_at, v.ended_at, s.late, false, false
  from ask join stat_referral s on s.place = ask.place
    and s.sent_at >= ask.from_at and s.sent_at < ask.to_at
  cross join lateral (values ('accept', s.accepted_at), ('finish', s.done_at)) v(key, ended_at)
), judged as (
  select key, round(extract(epoch from ended_at - began_at))::int as s,
    case when late then 'late' when implausible or ended_at < began_at then 'implausible'
      when by_hand then 'by_hand' else '' end as left_out
  from span where began_at is not null and ended_at is not null
), figure as (
  select key, count(*) filter (where left_out = '') as count,
    percentile_disc(0.5) within group (order by s) filter (where left_out = '') as median_s,
    percentile_disc(0.9) within group (order by s) filter (where left_out = '') as p90_s,
    array_agg(s order by s) filter (where left_out = '') as cases_s,
    count(*) filter (where left_out = 'late') as late,
    count(*) filter (where left_out = 'implausible') as implausible,
    count(*) filter (where left_out = 'by_hand') as by_hand
  from judged group by key
)
select stage.key, coalesce(count, 0) as count, stage.unit, median_s,
  case when count >= 20 then p90_s end as p90_s,
  case when count < 20 then cases_s end as cases_s,
  coalesce(late, 0) as late, coalesce(implausible, 0) as implausible,
  coalesce(by_hand, 0) as by_hand, 'nearest_rank' as method
from stage left join figure on figure.key = stage.key order by stage.n;

-- name: via
-- Who reported a dispatch's statuses: its crew, the room on behalf of it, both, or nobody yet.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select case when s.on_behalf = 0 and s.by_crew = 0 then 'none' when s.on_behalf = 0 then 'crew'
    when s.by_crew = 0 then 'on_behalf' else 'mixed' end as key,
  count(*) as count, sum(s.by_crew)::bigint as by_crew, sum(s.on_behalf)::bigint as on_behalf
from stat_dispatch s, ask
where s.place = ask.place and s.assigned_at >= ask.from_at and s.assigned_at < ask.to_at
group by 1 order by 2 desc, 1;

-- name: via_agency
-- Who answered a referral: the agency, the room on behalf of it, both, or nobody yet.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select case when s.on_behalf = 0 and s.by_agency = 0 then 'none' when s.on_behalf = 0 then 'agency'
    when s.by_agency = 0 then 'on_behalf' else 'mixed' end as key,
  count(*) as count, sum(s.by_agency)::bigint as by_agency, sum(s.on_behalf)::bigint as on_behalf
from stat_referral s, ask
where s.place = ask.place and s.sent_at >= ask.from_at and s.sent_at < ask.to_at
group by 1 order by 2 desc, 1;

-- name: by_agency
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select s.agency as key, count(*) as count, count(s.accepted_at) as accepted,
  count(*) filter (where s.accepted_at <= s.accept_by_at) as accepted_in_time,
  count(s.declined_at) as declined, count(s.handed_back_at) as handed_back,
  count(s.done_at) as done, count(s.verified_at) as verified,
  count(*) filter (where s.escalations > 0) as escalated,
  count(*) filter (where s.reopened > 0) as reopened
from stat_referral s, ask
where s.place = ask.place and s.sent_at >= ask.from_at and s.sent_at < ask.to_at
group by s.agency order by count(*) desc, s.agency;

-- name: ended_tasks
-- Each agency's tasks that are over: an agency looks at its own.
with ask as (
  select $1::text place, $2::timestamptz from_at, $3::timestamptz to_at, $4::text zone
)
select s.number as key, s.agency, s.incident_type, s.priority, s.sent_at, s.accepted_at,
  s.accepted_at <= s.accept_by_at as in_time, s.done_at, s.verified_at, s.taken_back_at,
  s.escalations, s.reopened
from stat_referral s, ask
where s.place = ask.place and coalesce(s.verified_at, s.taken_back_at) >= ask.from_at
  and coalesce(s.verified_at, s.taken_back_at) < ask.to_at
order by coalesce(s.verified_at, s.taken_back_at) desc, s.number desc;
