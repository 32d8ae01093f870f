"""Hospitals' own systems: OASIS EDXL-HAVE 1.0, read and never written."""
