"""Desk of liaisons: who holds which post in a kelurahan or RT."""
