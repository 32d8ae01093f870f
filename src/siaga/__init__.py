"""Siaga, an open emergency room for the number 112."""
