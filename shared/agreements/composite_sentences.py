"""What a service is made of, in words: its parts, and the rule by which they make its state.

As good as its k-th best part (SEMANTICS.md, the state of a service, 4) is said by when it is up, and else by which of
its parts it follows: the worst of all, the best, or the worst of the k best.
"""

from __future__ import annotations

from collections.abc import Mapping

from shared.agreements import words
from shared.agreements.said import Clause
from shared.sla.agreed.clauses import Composite, Quorum


def composite_clause(service: str, made_of: Composite, names: Mapping[str, str]) -> Clause:
    """Of a service by its name; `names` are those of its parts."""
    best, only = made_of.at_least, made_of.of[0]
    if len(made_of.of) == 1 and isinstance(only, str):
        part = words.shortened(names.get(only, only), 80)
        return Clause("made_of", f"{service} is as {part} is.", f"{service} ist so wie {part}.")
    is_en, is_de = ("is", "ist") if _needs_one(made_of) else ("are", "sind")
    else_en, else_de = {
        Quorum.ALL: ("the worst of them", "der schlechteste von ihnen"),
        Quorum.ANY: ("the best of them", "der beste von ihnen"),
        Quorum.AT_LEAST: (f"the worst of the {best} best", f"der schlechteste der {best} besten"),
    }[made_of.quorum]
    if made_of.quorum is Quorum.AT_LEAST and best == 1:
        else_en, else_de = "the best of them", "der beste von ihnen"
    return Clause(
        "made_of",
        f"{service} is up while {_parts(made_of, names, 'en')} {is_en} up; else it is as {else_en}.",
        f"{service} ist verfügbar, solange {_parts(made_of, names, 'de')} es {is_de}; sonst so wie {else_de}.",
    )


def composite_value(made_of: Composite) -> str:
    """In the document's own form: `at_least 2: a, b, (any: c, d)`."""
    parts = [part if isinstance(part, str) else f"({composite_value(part)})" for part in made_of.of]
    number = f" {made_of.at_least}" if made_of.quorum is Quorum.AT_LEAST else ""
    return f"{made_of.quorum.value}{number}: {', '.join(parts)}"


def _needs_one(made_of: Composite) -> bool:
    return made_of.quorum is Quorum.ANY or made_of.at_least == 1


def _parts(made_of: Composite, names: Mapping[str, str], language: words.Language) -> str:
    """`at least 2 of A, B and (any of C and D)`."""
    parts = [
        words.shortened(names.get(part, part), 80)
        if isinstance(part, str)
        else f"({_parts(part, names, language)})"
        for part in made_of.of
    ]
    least = made_of.at_least
    all_of, any_of, some_of = {
        "en": ("all of", "any of", f"at least {least} of"),
        "de": ("alle von", "mindestens einer von", f"mindestens {'einer' if least == 1 else least} von"),
    }[language]
    head = {Quorum.ALL: all_of, Quorum.ANY: any_of, Quorum.AT_LEAST: some_of}[made_of.quorum]
    return f"{head} {words.joined(parts, language)}"
