"""Random agreements and facts on a scale of microseconds, small enough to look at each of them.

Instants are drawn from few values, so that boundaries meet; what belongs together (an announcement and its
acknowledgement, a correction and its decision) is mostly drawn together, so that rules are reached.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from shared.sla.agreed.clauses import (
    CalendarUnit,
    Composite,
    CorrectionsClause,
    Evidence,
    EvidenceRule,
    MaintenanceClause,
    Quorum,
    Service,
)
from shared.sla.agreed.objectives import (
    Availability,
    CalendarWindow,
    Counts,
    MaintenanceCounts,
    Objective,
    RollingWindow,
    UnknownCounts,
    WarnAt,
    Weights,
)
from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeStep,
    ChangeTold,
    CorrectedTo,
    CorrectionProposed,
    CorrectionStep,
    CorrectionTold,
    Fact,
    State,
)

START, END = 10, 70
LENGTH = 20
SHARES = (Fraction(1, 2), Fraction(3, 4))
PARTIES = ("customer", "provider")


@dataclass(frozen=True)
class Story:
    """An agreement, its facts, and the instant to ask at."""

    terms: Terms
    facts: list[Fact]
    as_of: int
    rnd: Random


def story(seed: int, *, rolling: bool = False) -> Story:
    rnd = Random(seed)
    found: list[Fact] = [*_told(rnd), *_changes(rnd), *_corrections(rnd)]
    facts = [replace(fact, id=f"f{number:02}") for number, fact in enumerate(found)]
    return Story(_terms(rnd, rolling=rolling), facts, rnd.choice([rnd.randint(0, 90), 55, END, 85]), rnd)


def _terms(rnd: Random, *, rolling: bool) -> Terms:
    target = rnd.choice([Fraction(1, 2), Fraction(9, 10), Fraction(29, 30), Fraction(4, 5), Fraction(1)])
    bound = rnd.choice([None, None, None, Fraction(1, 4)])
    objective = Objective(
        id="o",
        owed_by="provider",
        services=(rnd.choice(["s", "s", "s", "w"]),),
        window=RollingWindow(LENGTH) if rolling else CalendarWindow(CalendarUnit.DAY),
        indicator=Availability(target, _counts(rnd), bound),
        warn_at=WarnAt(SHARES),
    )
    return Terms(
        agreement="a",
        version=1,
        zone="UTC",
        provider="provider",
        customer="customer",
        force_from=rnd.choice([0, 0, 0, 20]),
        force_until=rnd.choice([None, None, 60]),
        services=_services(rnd),
        objectives=(objective,),
        maintenance=MaintenanceClause(rnd.choice([0, 5]), rnd.choice([None, "customer"])),
        corrections=CorrectionsClause(rnd.choice([10, 100]), rnd.choice([False, True])),
    )


def _counts(rnd: Random) -> Counts:
    shares = [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)]
    weights = rnd.choice(
        [
            Weights({}, rnd.choice(shares)),
            Weights({"minor": rnd.choice(shares)}, rnd.choice([None, *shares])),
        ]
    )
    maintenance = rnd.choice([MaintenanceCounts.EXCLUDED, *MaintenanceCounts])
    return Counts(rnd.choice(list(UnknownCounts)), maintenance, weights, rnd.choice([0, 0, 2, 5, 9]))


def _services(rnd: Random) -> tuple[Service, ...]:
    rule = rnd.choice([EvidenceRule.ANY, *EvidenceRule])
    sources = rnd.choice([None, None, frozenset({"a", "b"}), frozenset({"a"})])
    evidence = Evidence(sources, rule, "a" if rule is EvidenceRule.AUTHORITATIVE else None)
    made = rnd.choice(
        [
            Composite(Quorum.ALL, ("s", "t")),
            Composite(Quorum.ANY, ("s", "t")),
            Composite(Quorum.AT_LEAST, ("s", "t", Composite(Quorum.ANY, ("t", "s"))), 2),
        ]
    )
    return (
        Service("s", rnd.choice([None, None, 5, 12]), rnd.choice([False, True]), evidence),
        Service("t", rnd.choice([None, None, 7])),
        Service("w", made_of=made),
    )


def _told(rnd: Random) -> list[AvailabilityTold]:
    states = [State.UP, State.UP, State.DOWN, State.DOWN, State.DEGRADED, State.UNKNOWN]
    found = []
    for _ in range(rnd.choice([0, 2, 5, 10, 16])):
        at = rnd.randint(-5, 80)
        state = rnd.choice(states)
        own = rnd.random() < 0.7
        dates_back = own and state is State.DOWN and rnd.random() < 0.5
        found.append(
            AvailabilityTold(
                id="",
                source=rnd.choice("aaabc"),
                at=at,
                service=rnd.choice("ssst"),
                sequence=rnd.choice([None, None, 0, 1]),
                state=state,
                condition=None if own else rnd.choice(["disk", "cpu"]),
                severity=rnd.choice([None, "minor", "major"]) if state is State.DEGRADED else None,
                first_failed_at=at - rnd.randint(0, 20) if dates_back else None,
            )
        )
    return found


def _changes(rnd: Random) -> list[ChangeAnnounced | ChangeTold]:
    found: list[ChangeAnnounced | ChangeTold] = []
    for name in rnd.choice([(), ("c1",), ("c1", "c2"), ("c1", "c1")]):
        start = rnd.randint(0, 70)
        at = start - rnd.choice([0, 4, 5, 6, 10])
        end = start + rnd.choice([1, 5, 15])
        where = (rnd.choice("sssw"),)
        found.append(
            ChangeAnnounced(
                id="", source="desk", at=at, service="s", change=name, start=start, end=end, services=where
            )
        )
        steps = {
            ChangeStep.ACKNOWLEDGED: (0.7, at, start),
            ChangeStep.DECLINED: (0.2, at, start + 1),
            ChangeStep.STARTED: (0.3, start - 2, end),
            ChangeStep.FINISHED: (0.3, start, end + 3),
            ChangeStep.CANCELLED: (0.1, at, end),
        }
        for step, (odds, since, until) in steps.items():
            if rnd.random() < odds:
                when, by = rnd.randint(since, until), rnd.choice(["customer", "customer", "provider"])
                found.append(
                    ChangeTold(id="", source="desk", at=when, service="s", change=name, step=step, by=by)
                )
    return found


def _corrections(rnd: Random) -> list[CorrectionProposed | CorrectionTold]:
    found: list[CorrectionProposed | CorrectionTold] = []
    for name in rnd.choice([(), (), ("k1",), ("k1", "k2")]):
        at, start, by = rnd.randint(0, 80), rnd.randint(-5, 75), rnd.choice(PARTIES)
        found.append(
            CorrectionProposed(
                id="",
                source="portal",
                at=at,
                service="s",
                correction=name,
                by=by,
                start=start,
                end=start + rnd.choice([1, 6, 20]),
                to=rnd.choice(list(CorrectedTo)),
                of_service=rnd.choice("sssw"),
            )
        )
        for step in rnd.choice(
            [(), (CorrectionStep.ACCEPTED,), (CorrectionStep.ACCEPTED,), tuple(CorrectionStep)]
        ):
            decider = rnd.choice([*PARTIES, *(one for one in PARTIES if one != by)])
            when = at + rnd.choice([0, 1, 9, 10, 11])
            found.append(
                CorrectionTold(
                    id="", source="portal", at=when, service="s", correction=name, by=decider, step=step
                )
            )
    return found
