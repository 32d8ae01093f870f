"""Asterisk by ARI, for sites that already have one. NOT PROVEN ON A LIVE SERVER."""
