"""Telegram Bot API: updates in by post or by asking, replies and location requests out."""
