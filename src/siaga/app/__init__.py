"""The composition root: HTTP, workers, command line and configuration."""
