"""A city that calls, for demo, drills and tests."""
