"""The credit with its arithmetic: the share that counts, each tier beside it, the cap, what is due."""

from __future__ import annotations

from fractions import Fraction

from shared.agreements.explained.deciding import deciding_percent
from shared.agreements.explained.voice import Voice
from shared.sla.explanation.explanation import CreditShown

_OF = {"monthly_fee": ("monthly fee", "Monatsgebühr")}


def credit_lines(voice: Voice, credit: CreditShown) -> list[str]:
    """One sentence for the share, one for each tier, one for the cap where it bounds, one for what is due."""
    if credit.share.name == "certain" and not credit.share.expression:
        return [
            voice.say("Nothing is certain yet.", "Noch ist nichts sicher."),
            credit_sentence(voice, credit),
        ]
    lines = [
        _share(
            voice,
            credit,
            deciding_percent(
                voice, credit.share.value or Fraction(0), *(tier.below for tier in credit.tiers)
            ),
        )
    ]
    for tier in credit.tiers:
        below, percent = voice.promised(tier.below), voice.agreed(tier.percent)
        if tier.applies:
            said = voice.say("undercut, and this tier applies", "unterschritten, diese Stufe gilt")
        elif tier.undercut:
            said = voice.say(
                "undercut, but a lower tier applies", "unterschritten, doch eine tiefere Stufe gilt"
            )
        else:
            said = voice.say("not undercut", "nicht unterschritten")
        lines.append(
            voice.say(
                f"Below {below}: {percent} percent; {said}.", f"Unter {below}: {percent} Prozent; {said}."
            )
        )
    if credit.capped and credit.cap is not None:
        cap = voice.agreed(credit.cap)
        lines.append(voice.say(f"Never more than {cap} percent.", f"Nie mehr als {cap} Prozent."))
    return [*lines, credit_sentence(voice, credit)]


def _share(voice: Voice, credit: CreditShown, share: str) -> str:
    if credit.share.name == "sli":
        return voice.say(f"The share reached is {share}.", f"Der erreichte Anteil ist {share}.")
    return voice.say(
        f"While the period is open, what is certain counts: even if nothing more fails, it ends at {share}.",
        f"Solange der Zeitraum offen ist, zählt, was sicher ist: Fällt nichts mehr aus, endet er bei {share}.",
    )


def credit_sentence(voice: Voice, credit: CreditShown) -> str:
    """What is due: `10 percent of the monthly fee is credited.`"""
    if not credit.percent:
        return voice.say("Nothing is credited.", "Es wird nichts gutgeschrieben.")
    percent = voice.agreed(credit.percent)
    en, de = _OF.get(credit.of or "", (credit.of or "", credit.of or ""))
    of_en = f" of the {en.replace('_', ' ')}" if en else ""
    of_de = (" der Monatsgebühr" if credit.of == "monthly_fee" else f" von {de}") if de else ""
    return voice.say(
        f"{percent} percent{of_en} is credited.",
        f"Gutgeschrieben {'wird' if credit.percent == 1 else 'werden'} {percent} Prozent{of_de}.",
    )
