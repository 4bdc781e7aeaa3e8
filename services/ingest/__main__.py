"""`python -m services.ingest`: one ingest, configured by the environment."""

from typing import Any

import uvicorn

from services.ingest.app import create_app
from services.ingest.settings import from_environment
from shared.observability.logs import UVICORN, configure


def main() -> None:
    """Serve until told to stop."""
    settings = from_environment()
    configure("ingest", settings.log_level, settings.log_format)
    options: dict[str, Any] = {"host": settings.host, "port": settings.port, **UVICORN}
    uvicorn.run(create_app(settings), **options)


if __name__ == "__main__":
    main()
