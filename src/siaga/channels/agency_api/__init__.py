"""Machines of agencies and neighbouring centres: signed posts out, and keys in."""
