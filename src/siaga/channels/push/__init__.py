"""Channel push: web push to browsers that asked for it."""
