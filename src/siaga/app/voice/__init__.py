"""The telephone programs of a site: installed, configured, kept alive beside the room."""
