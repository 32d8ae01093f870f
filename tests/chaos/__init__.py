"""Killed processes, and what must survive them."""
