"""What a database throws when it does not answer, or answers no: SQLAlchemy's errors, and those of connecting,
which come from the driver and the system as they are.
"""

import asyncpg  # type: ignore[import-untyped]  # it ships no annotations
from sqlalchemy.exc import SQLAlchemyError

DATABASE_FAILURES = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


def first_line(error: BaseException) -> str:
    """The first line of what an error says; the others hold SQL and its parameters."""
    return next(iter(str(error).splitlines()), repr(error))
