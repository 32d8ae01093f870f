"""Desk of floods and other wide happenings: shelters, river levels, houses that stay, reports."""
