"""Hand-overs across the border: what we offer the next centre, and what it offers us."""
