"""What it may be and whether it is known already: pure reckoning, no IO."""
