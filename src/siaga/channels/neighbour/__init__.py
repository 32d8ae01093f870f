"""What two centres say to each other about an incident at their border."""
