"""Desk of cases that last: when they are looked at again, what is to be done, who has them."""
