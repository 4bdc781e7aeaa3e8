"""`python -m services.notifier`: one notifier, configured by the environment."""

import uvicorn

from services.notifier.app import create_app
from services.notifier.settings import Settings
from shared.observability.logs import UVICORN, configure


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    configure("notifier", settings.log_level, settings.log_format)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, **UVICORN)


if __name__ == "__main__":
    main()
