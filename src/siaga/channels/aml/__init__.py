"""Advanced Mobile Location: where a calling telephone is, as it tells the centre by itself."""
