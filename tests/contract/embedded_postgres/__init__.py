"""The embedded server's promises, on the PostgreSQL of the wheel and on Debian's 15."""
