"""Calls somebody on duty and says a text: a small SIP telephone of the house's own."""
