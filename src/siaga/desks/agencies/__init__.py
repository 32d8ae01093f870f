"""Desk of agencies: the tasks given to them, and what became of these."""
