"""`python -m services.portal`: one portal, configured by the environment."""

from typing import Any

import uvicorn

from services.portal.app import create_app
from services.portal.settings import from_environment
from shared.observability.logs import UVICORN, configure


def main() -> None:
    """Serve until told to stop."""
    settings = from_environment()
    configure("portal", settings.log_level, settings.log_format)
    options: dict[str, Any] = {"host": settings.host, "port": settings.port, **UVICORN}
    uvicorn.run(create_app(settings), **options)


if __name__ == "__main__":
    main()
