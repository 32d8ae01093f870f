"""Conversations: their files, who looks after them, what is written by itself."""
