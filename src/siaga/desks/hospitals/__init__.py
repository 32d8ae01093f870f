"""Desk of hospitals: what emergency departments say of themselves, and where to drive."""
