"""Around hospitals: arrivals reckoned from where units are, and beds asked of their own systems."""
