"""What runs beside requests: hearing the inbox, sending the outbox, keeping time."""
