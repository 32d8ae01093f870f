"""Contacts: who reached the centre, and how they are answered."""
