"""Desk of guides: questions and instructions by the card, sorting victims, signing cards."""
