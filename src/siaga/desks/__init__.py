"""Who decides: one package per desk, pure except for its doors."""
