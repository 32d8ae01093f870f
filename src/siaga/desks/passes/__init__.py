"""Desk passes: doors for people without an account, each for one thing, for a time."""
