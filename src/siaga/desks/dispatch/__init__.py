"""Desk of dispatches: who goes to which incident, and how far they are."""
