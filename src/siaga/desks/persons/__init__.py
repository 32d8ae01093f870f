"""Desk of persons who are missing, found or abandoned: what they look like, who is who, posters."""
