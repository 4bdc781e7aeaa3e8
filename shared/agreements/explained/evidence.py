"""The facts behind a figure in words: how many of each kind there are, and each by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from shared.agreements import date_words, words
from shared.agreements.explained.facts import fact_words
from shared.agreements.explained.voice import Voice
from shared.sla.evidence.grounds import Evidence, Role
from shared.sla.facts import Fact

_KINDS: Final = {
    Role.OPENING: ("from before, still true then", "von davor, da noch gültig"),
    Role.STATE: ("on the state of the service", "zum Zustand des Dienstes"),
    Role.OVERRULED: ("that another overrules", "durch andere überholt"),
    Role.DATED_BACK: ("on when an outage began", "zum Beginn eines Ausfalls"),
    Role.SIGN_OF_LIFE: ("as a sign of life", "als Lebenszeichen"),
    Role.COUNT: ("with counts", "mit Zählungen"),
    Role.SAMPLE: ("with a value", "mit einem Wert"),
    Role.INCIDENT: ("on incidents", "zu Störungen"),
    Role.MAINTENANCE: ("on maintenance", "zu Wartungen"),
    Role.CORRECTION: ("on corrections", "zu Korrekturen"),
}
"""What facts do, in the order in which it is said."""
_NOT_PLAIN: Final = (Role.OPENING, Role.OVERRULED, Role.DATED_BACK, Role.SIGN_OF_LIFE)


def evidence_summary(voice: Voice, evidence: Sequence[Evidence]) -> str:
    """`9 facts: 1 from before, still true then; 6 on the state of the service; 2 on maintenance.`"""
    if not evidence:
        return voice.say("No fact.", "Keine Meldung.")
    counts = Counter(one.role for one in evidence)
    facts = words.several(
        len(evidence), voice.say("fact", "Meldung"), voice.say("facts", "Meldungen"), voice.language
    )
    if len(counts) == 1:
        return f"{facts} {_kind(voice, evidence[0].role)}."
    said = [f"{voice.number(counts[role])} {_kind(voice, role)}" for role in _KINDS if counts[role]]
    return f"{facts}: {'; '.join(said)}."


def evidence_line(voice: Voice, one: Evidence, fact: Fact) -> str:
    """`5 Jan 2026 10:00:00: down (http); e7 of probe-north`, and what the fact does where that is not plain."""
    id_, source = words.shortened(one.id, 80), words.shortened(one.source, 80)
    named = voice.say(f"{id_} of {source}", f"{id_} von {source}")
    does = f", {_kind(voice, one.role)}" if one.role in _NOT_PLAIN else ""
    return f"{_at(voice, one)}: {fact_words(voice, fact)}; {named}{does}"


def evidence_lines(
    voice: Voice, evidence: Sequence[Evidence], facts: Mapping[tuple[str, str], Fact]
) -> Iterator[str]:
    """Each fact with what it told, in order; of signs of life that follow one another only how many there are."""
    for role, run in groupby(evidence, key=lambda one: one.role):
        some = list(run)
        if role is Role.SIGN_OF_LIFE and len(some) > 1:
            yield _signs(voice, some)
        else:
            yield from (evidence_line(voice, one, facts[one.source, one.id]) for one in some)


def _signs(voice: Voice, signs: Sequence[Evidence]) -> str:
    first, last = (_at(voice, one) for one in (signs[0], signs[-1]))
    sources = words.joined(sorted({words.shortened(one.source, 40) for one in signs}), voice.language)
    count = voice.number(len(signs))
    return voice.say(
        f"{first} to {last}: {count} signs of life of {sources}",
        f"{first} bis {last}: {count} Lebenszeichen von {sources}",
    )


def _at(voice: Voice, one: Evidence) -> str:
    return date_words.short_instant(one.at, voice.naming.zone, voice.language).strip()


def _kind(voice: Voice, role: Role) -> str:
    return voice.say(*_KINDS[role])
