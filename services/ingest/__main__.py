"""`python -m services.ingest`."""

from typing import Any

import uvicorn

from services.ingest.app import create_app
from services.ingest.settings import from_environment
from shared.observability.logs import UVICORN, configure

if __name__ == "__main__":
    settings = from_environment()
    configure("ingest", settings.log_level, settings.log_format)
    options: dict[str, Any] = {"host": settings.host, "port": settings.port, **UVICORN}
    uvicorn.run(create_app(settings), **options)
