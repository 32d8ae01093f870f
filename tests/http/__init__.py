"""Every door, every role, malformed input included."""
