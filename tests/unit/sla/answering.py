"""All that a history answers at an instant, to be held against another."""

from collections.abc import Iterator, Sequence

from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.history import History


def answers(history: History, as_of: int) -> Iterator[object]:
    yield history.set_aside(as_of)
    for terms in history.versions:
        for objective in terms.objectives:
            yield history.open_conditions(objective.id, terms.version, as_of)
            for period in history.periods(objective.id, as_of):
                if period.version != terms.version:
                    continue
                asked = objective.id, terms.version, period.span, as_of
                yield history.figure(*asked)
                yield history.outlook(*asked)
                yield history.explanation(*asked)
                yield history.spans(*asked)
                yield history.transitions(*asked)
                yield history.burn(*asked)
                yield history.forecast(*asked)
                yield history.proposed(*asked)


def with_all(versions: Sequence[Terms], facts: Sequence[Fact]) -> History:
    found = History(versions)
    for fact in facts:
        found.add(fact)
    return found
