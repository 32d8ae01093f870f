"""Alarm levels, and the command of a large incident: posts, sectors, roll calls, requests."""
