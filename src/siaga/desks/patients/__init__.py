"""Desk of patients: who is hurt, where they go, and how it ends for each of them."""
