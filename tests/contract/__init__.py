"""One suite for every adapter, on real servers."""
