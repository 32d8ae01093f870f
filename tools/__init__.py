"""Development tools: install, build, check and test, on the standard library alone."""
