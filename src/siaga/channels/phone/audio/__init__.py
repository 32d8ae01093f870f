"""Sound of telephone calls: read from the media proxy's captures, kept as WAV, listened to."""
