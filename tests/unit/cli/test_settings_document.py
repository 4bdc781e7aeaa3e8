"""The document of the settings: each stands once, with its default and its meaning."""

import pytest
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.cli.settings_document import settings_document


class Barn(BaseSettings):
    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    roof: str
    """What keeps the rain out."""
    open: bool = False
    """Whether the door is open."""
    pauses: tuple[float, ...] = (5, 0.5)
    """How long each takes,
    in minutes."""


class Stable(BaseSettings):
    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    roof: str
    """What keeps the rain out."""
    open: bool = True
    """Whether the door is open."""
    horse: str | None = None
    """Its name | a number."""


class Shed(BaseSettings):
    spade: str = "blunt"


WRITTEN = settings_document({"barn": Barn, "stable": Stable})


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            "| `EYELEVEL_ROOF` | required | What keeps the rain out. | barn, stable |", id="of both"
        ),
        pytest.param("| `EYELEVEL_OPEN` | `false` | Whether the door is open. |", id="another default here"),
        pytest.param("| `EYELEVEL_OPEN` | `true` | Whether the door is open. |", id="than there"),
        pytest.param(
            "| `EYELEVEL_PAUSES` | `5,0.5` | How long each takes, in minutes. |", id="as it is given"
        ),
        pytest.param("| `EYELEVEL_HORSE` | none | Its name \\| a number. |", id="a bar breaks no table"),
    ],
)
def test_a_setting_stands_once_with_default_and_meaning(row: str):
    assert WRITTEN.splitlines().count(row) == 1


def test_a_setting_without_a_meaning_is_refused():
    with pytest.raises(ValueError, match="The setting 'spade' of shed needs a docstring"):
        settings_document({"shed": Shed})
