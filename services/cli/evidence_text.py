"""What a figure rests on, on the page of text: how many facts of each kind, or each of them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.cli.text_layout import bullets, wrapped
from shared.agreements.explained.evidence import evidence_lines, evidence_summary
from shared.agreements.explained.voice import Voice
from shared.sla.evidence.grounds import Evidence
from shared.sla.facts import Fact


def evidence_text(
    voice: Voice, evidence: Sequence[Evidence], facts: Mapping[tuple[str, str], Fact] | None
) -> Iterator[str]:
    """The summary, and where the `facts` are given, by source and id, each of them with what it told."""
    yield ""
    yield f"  {voice.say('What it rests on', 'Worauf es beruht')}"
    yield from wrapped(evidence_summary(voice, evidence), 4)
    if facts is not None:
        yield from bullets(evidence_lines(voice, evidence, facts))
