"""Files of citizens' messages: fetched at once, kept as evidence, looked at, and copied safely.

A channel's way to its files is a `Fetcher`, registered under the kind its references carry.
"""

from siaga.app.workers.media.fetching import Fetched, Fetcher, Gone, Wait
from siaga.app.workers.media.worker import MediaWorker

__all__ = ["Fetched", "Fetcher", "Gone", "MediaWorker", "Wait"]
