"""Desk of crews: who is on which unit, what they note on scene, and their call for help."""
