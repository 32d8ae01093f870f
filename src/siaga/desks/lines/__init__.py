"""Desk of the lines: whose turn it is to be answered, and by whom."""
