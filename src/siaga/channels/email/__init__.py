"""E-mail out: alerts and the morning's list, by the operator's own mail server."""
