"""Desk triage: what a contact may be about, suggested with reasons; people decide."""
