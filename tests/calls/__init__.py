"""Calls through the whole room: a citizen's telephone, the real programs, takers' pages."""
