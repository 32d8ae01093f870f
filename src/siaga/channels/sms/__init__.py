"""SMS: over SMPP 3.4 from an operator, or through a modem that gammu-smsd looks after."""
