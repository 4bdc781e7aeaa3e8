"""Which databases are taken, and what is said of others."""

import pytest

from shared.database.engine import Database, database_url
from shared.database.leadership import lock_number


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:///data/evaluator.db", "sqlite+aiosqlite:///data/evaluator.db"),
        ("sqlite+aiosqlite:////var/lib/x.db", "sqlite+aiosqlite:////var/lib/x.db"),
        ("postgresql://u:p@db:5432/evaluator", "postgresql+asyncpg://u:p@db:5432/evaluator"),
        ("postgres://u@db/evaluator", "postgresql+asyncpg://u@db/evaluator"),
        ("postgresql+psycopg://u@db/evaluator", "postgresql+asyncpg://u@db/evaluator"),
    ],
)
def test_a_url_is_taken_with_the_driver_used_here(given: str, taken: str) -> None:
    assert database_url(given).render_as_string(hide_password=False) == taken


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("mysql://u@db/x", "begins with 'mysql'"),
        ("evaluator.db", "not a database URL"),
        ("", "not a database URL"),
    ],
)
def test_another_url_is_refused_with_what_would_be_right(given: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        Database(given)

    assert "sqlite:///FILE" in str(refused.value)


def test_a_password_is_not_told_when_a_url_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql") as refused:
        Database("mysql://u:hunter2@db/x")

    assert "hunter2" not in str(refused.value)


def test_lock_numbers_fit_postgresql_and_differ_by_name() -> None:
    numbers = {lock_number(name) for name in ("relay of outbox", "eyelevel migrations", "x")}

    assert len(numbers) == 3
    assert all(0 <= number < 2**63 for number in numbers)
