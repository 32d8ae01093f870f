"""Old facts stay readable, byte for byte."""
