"""The machinery under every desk: logbook, gateway, boards, inbox, outbox, timers, vault."""
