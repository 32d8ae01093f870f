"""What is thrown away in time: answers and raw bytes after 30 days, dead sessions at once."""

from __future__ import annotations

from datetime import timedelta

from siaga.platform.database import Pool
from siaga.platform.uploads import KEPT as UPLOADS_KEPT

ANSWERS_KEPT = timedelta(days=30)
RAW_KEPT = timedelta(days=30)
TRACKS_KEPT = timedelta(days=7)


async def purge(pool: Pool, site: int) -> None:
    for statement, kept in (
        (
            "delete from answer where place = $1"
            " and recorded_at < clock_timestamp() - $2::interval",
            ANSWERS_KEPT,
        ),
        (
            "update inbox set raw = null, wrapped_key = null where place = $1"
            " and raw is not null and received_at < clock_timestamp() - $2::interval",
            RAW_KEPT,
        ),
        (
            "delete from track where place = $1 and at < clock_timestamp() - $2::interval",
            TRACKS_KEPT,
        ),
        (
            "delete from citizen_track where place = $1 and at < clock_timestamp() - $2::interval",
            TRACKS_KEPT,
        ),
        (
            "delete from upload where place = $1 and began_at < clock_timestamp() - $2::interval",
            UPLOADS_KEPT,
        ),
    ):
        await pool.execute(statement, site, kept)
