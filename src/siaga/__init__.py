"""Siaga, an open emergency room for the number 112."""

__version__ = "0.1.0"
