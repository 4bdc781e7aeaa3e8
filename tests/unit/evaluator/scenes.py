"""Figures for the words: an agreement lived for a while, and the context of a verdict about it."""

from services.evaluator.clauses import Clauses, read_clauses
from services.evaluator.histories import build
from services.evaluator.told import Telling
from services.evaluator.verdicts.deciding import Subject
from services.evaluator.verdicts.saying import Context, figures_said
from shared.contracts.envelope import CloudEvent
from shared.contracts.verdicts import VerdictType
from shared.sla.agreed.objectives import RollingWindow
from shared.sla.evidence.grounds import Evidence
from shared.sla.spans import Span
from tests.unit.evaluator.builders import AGREEMENT, instant


def scene(
    text: str, facts: list[CloudEvent], as_of: str, name: str = "availability"
) -> tuple[Context, list[Evidence]]:
    """The objective's current period as of an instant, and its evidence."""
    clauses: Clauses = read_clauses(text)
    history = build([clauses], [event.encode() for event in facts]).history
    clock = instant(as_of)
    objective = clauses.objective(name)
    assert objective is not None
    rolling = isinstance(objective.window, RollingWindow)
    period = history.periods(name, clock)[-1]
    span: Span = period.span
    subject = Subject(AGREEMENT, 1, name, None if rolling else span.start, 0)
    figure = history.figure(name, 1, span, clock)
    context = Context(
        clauses=clauses,
        objective=objective,
        subject=subject,
        figure=figure,
        figures=figures_said(figure, objective),
        clock=clock,
        head=bytes(32),
        public_url="https://eyelevel.example",
    )
    return context, history.transitions(name, 1, span, clock)


def telling(
    kind: VerdictType, at: str, *, share: str | None = None, amends: str | None = None, was: str | None = None
) -> Telling:
    """A verdict to be put into words."""
    return Telling(
        type=kind, id="v", instant=instant(at), n=1, published=True, share=share, amends=amends,
        was=None if was is None else instant(was),
    )  # fmt: skip
