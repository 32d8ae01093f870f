"""HTTP: the doors people and machines knock at. No decision is taken here."""
