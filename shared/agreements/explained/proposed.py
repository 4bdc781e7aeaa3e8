"""Corrections that are not decided yet, in words: what each would change, until when, and what would come of all."""

from __future__ import annotations

from typing import Final

from shared.agreements import words
from shared.agreements.explained.difference import difference_lines
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import Clock, Measurement, Ratio, Satisfaction
from shared.sla.changes.corrections import Correction
from shared.sla.changes.proposed import Proposed
from shared.sla.explanation.difference import difference
from shared.sla.facts import CorrectedTo
from shared.sla.figures import Figure

_TO: Final = {
    CorrectedTo.UP: ("as up", "als verfügbar"),
    CorrectedTo.DOWN: ("as down", "als ausgefallen"),
    CorrectedTo.DEGRADED: ("as degraded", "als beeinträchtigt"),
    CorrectedTo.MAINTENANCE: ("as maintenance", "als Wartung"),
    CorrectedTo.EXCUSED: ("as excused", "als entschuldigt"),
}


def proposed_sentences(
    voice: Voice, figure: Figure, proposed: Proposed, *, silence_accepts: bool
) -> list[str]:
    """A sentence for each open correction that touches the figure, and one for what would be; none where none does.

    `silence_accepts`: what the agreement says that silence does.
    """
    period = figure.period.span
    corrections = [one for one in proposed.corrections if one.proposal.incident or one.span.cut(period)]
    lines = difference_lines(voice, difference(figure, proposed.figure))
    if not corrections or (not lines and not any(_can_reach(voice, figure, one) for one in corrections)):
        return []
    would = "; ".join(lines) or voice.say("nothing would move", "es bliebe alles gleich")
    so = voice.say(f"Were all of this accepted: {would}.", f"Würde das alles angenommen: {would}.")
    return [*(_sentence(voice, one, silence_accepts) for one in corrections), so]


def _can_reach(voice: Voice, figure: Figure, correction: Correction) -> bool:
    """Whether such a correction could move a figure like this one, as far as that does not take computing it."""
    within = correction.span.cut(figure.period.span) is not None
    match voice.objective.indicator:
        case Clock():
            return any(clock.incident == correction.proposal.incident for clock in figure.clocks)
        case Satisfaction():
            return False
        case Ratio() | Measurement():
            return within and correction.proposal.to in (CorrectedTo.EXCUSED, CorrectedTo.MAINTENANCE)
        case _:
            return within


def _sentence(voice: Voice, correction: Correction, silence_accepts: bool) -> str:
    proposal = correction.proposal
    who, until = voice.party(proposal.by), voice.moment(correction.decide_by)
    first, last = (voice.moment(at) for at in (proposal.start, proposal.end))
    what = voice.say(*_TO[proposal.to])
    reason = f" (“{words.shortened(proposal.reason)}”)" if proposal.reason else ""
    if voice.language == "de":
        reason = f" („{words.shortened(proposal.reason)}“)" if proposal.reason else ""
    of = f" {voice.say('of incident', 'der Störung')} {proposal.incident}" if proposal.incident else ""
    does, tut = ("accepts it", "nimmt sie an") if silence_accepts else ("declines it", "lehnt sie ab")
    return voice.say(
        f"{who} proposes to count the time{of} from {first} until {last} {what}{reason}; "
        f"it is open until {until}, and silence until then {does}.",
        f"{who} schlägt vor, die Zeit{of} von {first} bis {last} {what} zu zählen{reason}; "
        f"die Korrektur ist offen bis {until}, und Schweigen bis dahin {tut}.",
    )
