"""Given facts, when a command, then facts or a refusal."""
