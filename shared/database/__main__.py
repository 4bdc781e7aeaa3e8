"""`python -m shared.database services.evaluator` brings that service's database (EYELEVEL_DATABASE_URL) up to date.

For an image that holds one service alone; `eyelevel migrate` does it for all where the command is installed.
"""

import asyncio
import os
import sys

from shared.database.migrations import migrate


def main(arguments: list[str]) -> int:
    """0 when the tables are those of this version; 2 with a sentence where the call is not right."""
    url = os.environ.get("EYELEVEL_DATABASE_URL")
    if len(arguments) != 1 or not url:
        said = (
            "say which: EYELEVEL_DATABASE_URL=postgresql://… python -m shared.database services.evaluator\n"
        )
        sys.stderr.write(said)
        return 2
    asyncio.run(migrate(url, arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
