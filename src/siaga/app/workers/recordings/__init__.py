"""The sound of calls on its way from the media proxy's spool into the media store."""

from siaga.app.workers.recordings.ear import WaitingEar
from siaga.app.workers.recordings.keeping import Kept, Recordings

__all__ = ["Kept", "Recordings", "WaitingEar"]
