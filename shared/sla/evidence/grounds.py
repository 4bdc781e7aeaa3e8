"""What a figure rests on: facts by their names, each with what it does there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a fact does for a figure; of several the first."""

    STATE = "state"
    """It changed what the service, or a part of it, was, or told what that was."""
    OPENING = "opening"
    """Told before the time that matters, and what its source still said when that began."""
    OVERRULED = "overruled"
    """It told something else than what held: another source, a worse condition or a later word ruled."""
    DATED_BACK = "dated_back"
    """It dates an outage back, or bounds how far one can be."""
    SIGN_OF_LIFE = "sign_of_life"
    """It says nothing new, but without it its source would have been silent for too long."""
    COUNT = "count"
    SAMPLE = "sample"
    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact behind a figure: by (`source`, `id`), with its instant and what it does there.

    `of` is the incident, change or correction that it tells of.
    """

    source: str
    id: str
    at: int
    role: Role
    of: str | None = None
