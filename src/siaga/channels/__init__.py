"""How the outside world speaks to the room and is spoken to."""
