"""Desk of premise notes: what a crew should know of an address, from whom, and until when."""
