"""The formula in words and in numbers that one can retype into a calculator: time stands in seconds.

Each line has three forms: the names, the same with numbers, and what comes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.agreements import words
from shared.agreements.explained.deciding import deciding_number, deciding_percent
from shared.agreements.explained.reached import no_outage
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import Measurement
from shared.sla.explanation.explanation import Comparison, Step, Term, Unit

_SECOND: Final = 1_000_000
_SIGNS: Final = {"-": "−", "x": "×", "/": "÷", ">=": "≥", "<=": "≤"}
_OF_TIME: Final = {
    "good": ("good time", "gute Zeit"),
    "bad": ("bad time", "schlechte Zeit"),
    "total": ("counted time", "gezählte Zeit"),
    "planned": ("time still planned", "noch geplante Zeit"),
    "inside": ("counted in the period", "im Zeitraum gezählt"),
    "before": ("counted before it", "davor gezählt"),
    "ahead": ("service time ahead", "künftige Servicezeit"),
    "announced": ("announced maintenance", "angekündigte Wartung"),
    "agreed": ("agreed maintenance", "vereinbarte Wartung"),
    "down": ("down", "Ausfall"),
    "unknown": ("unknown", "unbekannt"),
    "degraded": ("degraded", "beeinträchtigt"),
}
_NAMES: Final = {
    "good": ("good", "gut"),
    "failed": ("failed", "fehlgeschlagen"),
    "expected": ("expected", "erwartet"),
    "within": ("within the bounds", "innerhalb der Grenzen"),
    "outside": ("outside the bounds", "außerhalb der Grenzen"),
    "fulfilled": ("in time", "rechtzeitig"),
    "breached": ("too late", "zu spät"),
    "sli": ("share reached", "erreichter Anteil"),
    "certain": ("share that is certain", "sicherer Anteil"),
    "target": ("promised", "zugesagt"),
    "allowed": ("may fail", "darf ausfallen"),
    "spent": ("used", "verbraucht"),
    "remaining": ("left", "übrig"),
    "outages": ("outages", "Ausfälle"),
    "outage_count": ("number of outages", "Zahl der Ausfälle"),
    "longest_outage": ("longest outage", "längster Ausfall"),
    "restoring": ("all time until restored", "gesamte Zeit bis zur Wiederherstellung"),
    "restored": ("outages that ended", "beendete Ausfälle"),
    "mean_time_to_restore": ("mean time to restore", "mittlere Zeit bis zur Wiederherstellung"),
    "mean_time_between_failures": ("mean time between failures", "mittlere Zeit zwischen Ausfällen"),
    "reachable": ("can still be reached", "noch erreichbar"),
    "sum": ("sum", "Summe"),
    "answers": ("answers", "Antworten"),
    "samples": ("samples", "Messwerte"),
    "promoters": ("promoters", "Fürsprecher"),
    "detractors": ("detractors", "Kritiker"),
    "scale": ("end of the scale", "Ende der Skala"),
    "net_promoters": ("net promoter score", "Net Promoter Score"),
    "mean": ("mean", "Mittelwert"),
    "rank": ("place in order of size", "Platz der Größe nach"),
    "percentile": ("percentile", "Perzentil"),
    "max": ("the greatest", "größter"),
    "min": ("the least", "kleinster"),
    "last": ("the last", "letzter"),
    "value": ("value", "Wert"),
    "at_least": ("at least", "mindestens"),
    "at_most": ("at most", "höchstens"),
    "unknown_share": ("share that is unknown", "unbekannter Anteil"),
    "not_assessable_above": ("agreed at most", "höchstens vereinbart"),
}
_OF_COUNTS: Final = {
    "total": ("counted", "gezählt"),
    "allowed": ("may be missed", "darf verfehlt werden"),
    "spent": ("missed", "verfehlt"),
}
_LARGER: Final = ("the greater of", "das Größere von")


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """`share reached`, `good time ÷ counted time`, `2 675 925 s ÷ 2 678 400 s`, `99.9075 %`."""

    name: str
    words: str
    numbers: str
    result: str


def formula_line(voice: Voice, step: Step) -> FormulaLine:
    """A step in words and numbers; without an expression both are what it is read off."""
    terms = {term.name: term for term in step.terms}
    if step.expression:
        named = _written(voice, step, {name: _name(voice, term) for name, term in terms.items()})
        numbers = _written(voice, step, {name: _number(voice, term) for name, term in terms.items()})
    else:
        named = _read_off(voice, step)
        numbers = ""
    return FormulaLine(_name_of(voice, step.name, step.unit), named, numbers, _result(voice, step))


def comparison_line(voice: Voice, compared: Comparison) -> str:
    """`share reached 99.85 % ≥ promised 99.9 %: does not hold`."""
    one, other = compared.left, compared.right
    sign, held = _SIGNS[compared.sign], compared.holds
    says = voice.say("holds", "stimmt") if held else voice.say("does not hold", "stimmt nicht")
    left, right = _decided(voice, compared), _full(voice, other)
    if one.name != "value":
        left = f"{_name(voice, one)} {left}"
    if other.name not in ("at_least", "at_most"):
        right = f"{_name(voice, other)} {right}"
    return f"{left} {sign} {right}: {says}"


def _decided(voice: Voice, compared: Comparison) -> str:
    """The left side, with the digits that decide."""
    one, bound = compared.left, compared.right.value
    match one.unit:
        case Unit.SHARE:
            return deciding_percent(voice, one.value, bound)
        case Unit.NUMBER:
            return _with_unit(voice, deciding_number(voice, one.value, bound))
        case Unit.TIME if not compared.holds and int(one.value) == int(bound) and one.value > bound:
            return f"{voice.say('just over', 'knapp über')} {_full(voice, one)}"
        case _:
            return _full(voice, one)


def _written(voice: Voice, step: Step, said: Mapping[str, str]) -> str:
    """The tokens of an expression with names or numbers in their places."""
    larger = voice.say(*_LARGER)
    spoken = {"max": larger, ",": voice.say("and", "und"), **_SIGNS, **said}
    text = " ".join(spoken.get(part, part) for part in step.expression)
    return text.replace(f"{larger} (", f"( {larger}").replace("( ", "(").replace(" )", ")")


def _read_off(voice: Voice, step: Step) -> str:
    """What a value is one of: `of 13 samples`."""
    if step.name.startswith("p") and len(step.terms) == 2:
        rank, samples = (_number(voice, term) for term in step.terms)
        return voice.say(
            f"at place {rank} of {samples}, in order of size",
            f"an Stelle {rank} von {samples} der Größe nach",
        )
    if step.name not in ("max", "min", "last", "longest_outage"):
        return ""
    count = int(step.terms[0].value)
    if step.name == "longest_outage" and not count:
        return voice.say(*no_outage(voice))
    if step.name == "longest_outage":
        return voice.say("of ", "von ") + voice.several(
            count, ("outage", "Ausfall"), ("outages", "Ausfällen")
        )
    return voice.say("of ", "von ") + voice.several(count, ("sample", "Messwert"), ("samples", "Messwerten"))


def _name(voice: Voice, term: Term) -> str:
    return _name_of(voice, term.name, term.unit)


def _name_of(voice: Voice, name: str, unit: Unit) -> str:
    head, _, of = name.partition(".")
    if head == "weight":
        return voice.say("weight", "Gewicht")
    own = {Unit.TIME: _OF_TIME, Unit.COUNT: _OF_COUNTS}.get(unit, {})
    table = own if head in own else _NAMES
    if head not in table:
        return voice.say(f"{name.removeprefix('p')}th percentile", f"{name.removeprefix('p')}. Perzentil")
    return voice.say(*table[head]) + (f" ({words.shortened(of, 40)})" if of else "")


def _number(voice: Voice, term: Term) -> str:
    """A number as one would type it: time in seconds with all decimals of a microsecond, shares in percent."""
    if term.unit is Unit.TIME:
        return f"{voice.number(term.value / _SECOND, 6)} s"
    return _full(voice, term)


def _full(voice: Voice, term: Term) -> str:
    return _shown(voice, term.value, term.unit, exact=term.name != "sli")


def _result(voice: Voice, step: Step) -> str:
    if step.value is None:
        return "–"
    said = _shown(voice, step.value, step.unit, exact=False)
    return f"{said} {voice.say('(rounded up)', '(aufgerundet)')}" if step.rounded == "up" else said


def _shown(voice: Voice, value: Fraction, unit: Unit, *, exact: bool) -> str:
    match unit:
        case Unit.TIME:
            return words.exact_duration(value, voice.language)
        case Unit.SHARE:
            return voice.promised(value) if exact else voice.percent(value)
        case Unit.NUMBER:
            return _with_unit(voice, voice.agreed(value) if exact else voice.number(value))
        case _:
            return voice.number(value)


def _with_unit(voice: Voice, said: str) -> str:
    asked = voice.objective.indicator
    unit = asked.unit if isinstance(asked, Measurement) else None
    return f"{said} {unit}" if unit else said
