"""Accounts and their rights, and who looked at what."""
