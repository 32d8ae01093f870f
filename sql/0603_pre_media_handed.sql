-- Who handed a file in: until a board shows it, it is nobody else's outside the room.
create table media_handed (
  place int not null,
  stored text not null,
  by_id text not null,                 -- an account, a pass or a machine's key
  primary key (place, stored, by_id));
