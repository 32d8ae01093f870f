"""Messages that somebody passed on: a pasted chat, an export, a forwarded SMS."""
