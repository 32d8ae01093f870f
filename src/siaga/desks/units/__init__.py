"""Desk of units: which of them are on duty."""
