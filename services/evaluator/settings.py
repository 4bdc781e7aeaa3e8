"""The evaluator's settings, from the environment (`EYELEVEL_…`)."""

from typing import Annotated, Any

from pydantic import Field

from shared.settings import StoringSettings


class Settings(StoringSettings):
    """Where the log and the database are, and how much is held in memory."""

    public_url: str
    """Where people reach the portal; it stands in verdicts."""
    port: int = 8082
    """The port to listen at."""

    batch_records: Annotated[int, Field(ge=1, le=100_000)] = 500
    """Records that are committed together."""
    histories_held: Annotated[int, Field(ge=1)] = 2_000
    """Agreements whose calculus is kept in memory, once for deciding and once for the read API."""
    facts_held: Annotated[int, Field(ge=1)] = 1_000_000
    """Facts that the read API keeps in memory, with the changes of state that forgotten ones left, of all agreements
    together; one alone may have more."""
    checkpoint_facts: Annotated[int, Field(ge=0)] = 5_000
    """Facts of an agreement between two checkpoints of its calculus, at the least; 0: none are kept, and every fact of
    it is in memory."""
    checkpoint_entries: Annotated[int, Field(ge=1, le=5_000_000)] = 500_000
    """Facts and changes of state that a checkpoint holds at most, of some hundred bytes each; an agreement with more
    gets no further one: after a restart its calculus is made from its last, or all its facts, and the log says so."""
    objectives_measured: Annotated[int, Field(ge=0)] = 1_000
    """Objectives with gauges of their own; further ones are counted as dropped."""
    trial_facts: Annotated[int, Field(ge=1)] = 200_000
    """Facts that a trial of an agreement takes; of more it is refused."""
    trial_seconds: Annotated[float, Field(gt=0)] = 30.0
    """Seconds that a trial may take."""
    trials_at_once: Annotated[int, Field(ge=1)] = 2
    """Trials under way at a time, one of each caller."""


def from_environment() -> Settings:
    """What the environment says; pydantic's ValidationError names what is missing."""
    given: dict[str, Any] = {}
    return Settings(**given)
