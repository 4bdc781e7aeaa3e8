"""The operator's key of `eyelevel up`: made when the portal holds none, whatever else has happened in the folder.

What counts is what the portal holds, not which files are there: tables may have been made by `eyelevel migrate`, and
the first start may have been killed between showing a key and keeping its hash. Then the key that was shown opens
nothing, and the next start shows another.
"""

from typing import Final

from services.portal.storage import SqlBooks
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.security import keys

_PORTAL: Final = "services.portal"


async def operator_key(database_url: str, *, anew: bool) -> str | None:
    """The whole text of a new key, None where the portal of that database holds an operator's key already.

    `anew` makes one in any case. The portal is to be started with it: then the key that an earlier start made opens
    nothing any more, while those made by `eyelevel key create` go on.
    """
    await migrate(database_url, _PORTAL)
    return keys.mint("operator").text if anew or not await _held(database_url) else None


async def _held(database_url: str) -> bool:
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return any(key.role == "operator" for key in await SqlBooks(connection).keys())
    finally:
        await database.close()
