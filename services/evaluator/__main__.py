"""`python -m services.evaluator`: one evaluator, configured by the environment."""

from typing import Any

import uvicorn

from services.evaluator.app import create_app
from services.evaluator.settings import from_environment
from shared.observability.logs import UVICORN, configure


def main() -> None:
    """Serve until told to stop."""
    settings = from_environment()
    configure("evaluator", settings.log_level, settings.log_format)
    options: dict[str, Any] = {"host": settings.host, "port": settings.port, **UVICORN}
    uvicorn.run(create_app(settings), **options)


if __name__ == "__main__":
    main()
