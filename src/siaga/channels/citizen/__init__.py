"""Pages for one citizen with a link, and for everybody: location, status, when to call."""
