"""The logbook's own beginning, its restores and its clock."""
