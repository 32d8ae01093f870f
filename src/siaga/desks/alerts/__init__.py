"""Desk alerts: whoever must act is told, way after way, until a person answers."""
