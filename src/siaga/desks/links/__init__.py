"""Desk links: pages for one citizen, issued, sent, opened, answered and ended."""
