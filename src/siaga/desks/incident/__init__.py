"""Incidents: the happenings themselves, from their opening to their end."""
