"""The telephone: one port, and an adapter for each kind of switch behind it."""
