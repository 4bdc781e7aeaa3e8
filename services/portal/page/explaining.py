"""How a figure comes about, as the calculus explains it: its formula in words and numbers, credit, clauses applied.

Sentences and numbers are those that `eyelevel evaluate` prints; here they are only laid out.
"""

from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.numbers import number
from services.portal.page.seen import Detail


@dataclass(frozen=True, slots=True)
class Step:
    """`share reached`, `good time ÷ counted time`, the same in numbers, and what comes of it."""

    name: str
    words: str
    numbers: str
    result: str


@dataclass(frozen=True, slots=True)
class CountedRow:
    """So many of one kind, and how they count."""

    label: str
    amount: str
    counts: str


@dataclass(frozen=True, slots=True)
class Explaining:
    """`rows` of what is counted in numbers (time has its ledger); `compared` against what is agreed, may be empty."""

    steps: tuple[Step, ...]
    compared: str
    rows: tuple[CountedRow, ...]
    credit: tuple[str, ...]
    clauses: tuple[str, ...]


def explaining(detail: Detail, agreed: Agreed) -> Explaining | None:
    """In the page's language; None where the evaluator gave no explanation."""
    found, language = detail.explained, agreed.language
    if found is None:
        return None
    steps = (
        Step(one.name[language], one.words[language], one.numbers[language], one.result[language])
        for one in found.steps
    )
    rows = (
        CountedRow(row.label[language], number(row.amount, language), agreed.say.text(f"counts.{row.counts}"))
        for row in found.rows
        if not row.timed
    )
    return Explaining(
        steps=tuple(steps),
        compared="" if found.compared is None else found.compared[language],
        rows=tuple(rows),
        credit=found.credit.get(language, ()),
        clauses=tuple(dict.fromkeys(clause[language] for clause in found.clauses)),
    )
