"""Watch over channels whose other end is not ours: what works, and since when it does not."""
