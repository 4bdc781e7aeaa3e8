"""What decided, where the state of a figure does not show it: a sentence more, after that on the state."""

from __future__ import annotations

from shared.agreements import words
from shared.agreements.explained.deciding import deciding_length
from shared.agreements.explained.state import state_sentence
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import Availability
from shared.sla.explanation.explanation import Comparison, Explanation, KnownBy, Taken

_MOST_NAMED = 4
_WORDS = {
    KnownBy.ANNOUNCEMENT: ("the announcement of {}", "der Ankündigung von {}"),
    KnownBy.ACKNOWLEDGEMENT: ("the acknowledgement of {}", "der Bestätigung von {}"),
    KnownBy.ACCEPTANCE: ("the acceptance of correction {}", "der Annahme der Korrektur {}"),
}


def explained_sentence(voice: Voice, explanation: Explanation) -> str:
    """The state of a figure, and what decided."""
    said = [state_sentence(voice, explanation.figure)]
    if explanation.decided_by:
        said.append(_announced(voice, explanation.decided_by))
    compared = explanation.compared
    if compared is not None and compared.left.name == "reachable" and not compared.holds:
        said.append(_too_little(voice, compared))
    return " ".join(said)


def _too_little(voice: Voice, compared: Comparison) -> str:
    """Of a mean time between failures that cannot come back."""
    length = deciding_length(voice, compared.left.value, int(compared.right.value))
    return voice.say(
        f"Even if nothing more fails, it would be {length} on average in the end.",
        f"Selbst wenn nichts mehr ausfällt, wären es am Ende im Mittel {length}.",
    )


def _announced(voice: Voice, taken: tuple[Taken, ...]) -> str:
    """With which word the period was lost: what became known lowers what is planned."""
    when, time = voice.moment(taken[0].known_at), sum(one.time for one in taken)
    word = words.joined([_word(voice, one) for one in taken[:_MOST_NAMED]], voice.language)
    nahm, senkte = ("nahm", "senkte") if len(taken) == 1 else ("nahmen", "senkten")
    en, de = "", ""
    if isinstance(voice.objective.indicator, Availability):
        en, de = ", and so lowered what may fail", f" und {senkte} damit, was ausfallen darf"
    hours = voice.service_time(time)
    return voice.say(
        f"This came with {word} on {when}, which took {hours} out of the time still planned{en}.",
        f"Das kam mit {word} am {when}: Sie {nahm} {hours} aus der noch geplanten Zeit{de}.",
    )


def _word(voice: Voice, one: Taken) -> str:
    return voice.say(*_WORDS[one.by]).format(words.shortened(one.of, 40))
