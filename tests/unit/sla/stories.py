"""Random agreements and facts on a scale of microseconds, small enough to be walked one by one."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from shared.sla.clauses import (
    CalendarUnit,
    Composite,
    CorrectionsClause,
    Evidence,
    EvidenceRule,
    MaintenanceClause,
    Quorum,
    Service,
)
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeStep,
    ChangeTold,
    CorrectedTo,
    CorrectionProposed,
    CorrectionStep,
    CorrectionTold,
    State,
)
from shared.sla.objectives import (
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
from shared.sla.terms import Terms

START, END = 10, 70
SHARES = (Fraction(1, 2), Fraction(3, 4))
instants = st.integers(-15, 80)
shares = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)])
optional_sources = st.sampled_from([None, frozenset({"a", "b"}), frozenset({"a"})])


def services() -> st.SearchStrategy[tuple[Service, ...]]:
    evidences = st.one_of(
        st.builds(
            Evidence,
            sources=optional_sources,
            rule=st.sampled_from([EvidenceRule.ANY, EvidenceRule.ALL, EvidenceRule.MAJORITY]),
        ),
        st.just(Evidence(None, EvidenceRule.AUTHORITATIVE, "a")),
    )
    plain = st.builds(
        Service,
        id=st.just("s"),
        stale_after=st.sampled_from([None, 3, 10]),
        up_before_first_fact=st.booleans(),
        evidence=evidences,
    )
    other = st.builds(Service, id=st.just("t"), stale_after=st.sampled_from([None, 7]))
    made = st.sampled_from(
        [
            Composite(Quorum.ALL, ("s", "t")),
            Composite(Quorum.ANY, ("s", "t")),
            Composite(Quorum.AT_LEAST, ("s", "t", Composite(Quorum.ANY, ("t", "s"))), 2),
        ]
    )
    whole = st.builds(Service, id=st.just("w"), made_of=made)
    return st.tuples(plain, other, whole)


def counts() -> st.SearchStrategy[Counts]:
    weights = st.one_of(
        st.builds(Weights, by_severity=st.just({}), other=shares),
        st.builds(Weights, by_severity=st.fixed_dictionaries({"minor": shares}), other=st.none() | shares),
    )
    return st.builds(
        Counts,
        unknown=st.sampled_from(UnknownCounts),
        maintenance=st.sampled_from(MaintenanceCounts),
        degraded=weights,
        outages_shorter_than=st.sampled_from([0, 0, 2, 5]),
    )


@st.composite
def agreements(draw: st.DrawFn, *, rolling: bool = False) -> Terms:
    target = draw(st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(29, 30), Fraction(1)]))
    bound = draw(st.sampled_from([None, None, Fraction(1, 4)]))
    objective = Objective(
        id="o",
        owed_by="provider",
        services=(draw(st.sampled_from(["s", "s", "w"])),),
        window=RollingWindow(20) if rolling else CalendarWindow(CalendarUnit.DAY),
        indicator=Availability(target, draw(counts()), bound),
        warn_at=WarnAt(SHARES),
    )
    return Terms(
        agreement="a",
        version=1,
        zone="UTC",
        provider="provider",
        customer="customer",
        force_from=draw(st.sampled_from([0, 0, 20])),
        force_until=draw(st.sampled_from([None, 60])),
        services=draw(services()),
        objectives=(objective,),
        maintenance=MaintenanceClause(
            notice=draw(st.sampled_from([0, 5])),
            acknowledged_by=draw(st.sampled_from([None, "customer"])),
        ),
        corrections=CorrectionsClause(draw(st.sampled_from([10, 100])), draw(st.booleans())),
    )


def told() -> st.SearchStrategy[AvailabilityTold]:
    return st.builds(
        AvailabilityTold,
        id=st.just(""),
        source=st.sampled_from("abc"),
        at=instants,
        service=st.sampled_from("sst"),
        sequence=st.none() | st.integers(0, 2),
        state=st.sampled_from(State),
        condition=st.sampled_from([None, None, "disk"]),
        severity=st.sampled_from([None, "minor", "major"]),
        first_failed_at=st.none() | instants,
    )


def changes() -> st.SearchStrategy[ChangeAnnounced | ChangeTold]:
    names = st.sampled_from(["c1", "c2"])
    announced = st.builds(
        lambda at, start, length, change, service: ChangeAnnounced(
            id="",
            source="desk",
            at=at,
            service="s",
            change=change,
            start=start,
            end=start + length,
            services=(service,),
        ),
        instants,
        instants,
        st.integers(1, 30),
        names,
        st.sampled_from("ssw"),
    )
    steps = st.builds(
        lambda at, change, step, by: ChangeTold(
            id="", source="desk", at=at, service="s", change=change, step=step, by=by
        ),
        instants,
        names,
        st.sampled_from([*ChangeStep, ChangeStep.ACKNOWLEDGED, ChangeStep.ACKNOWLEDGED]),
        st.sampled_from(["customer", "customer", "provider"]),
    )
    return st.one_of(announced, steps)


def corrections() -> st.SearchStrategy[CorrectionProposed | CorrectionTold]:
    names, parties = st.sampled_from(["k1", "k2"]), st.sampled_from(["customer", "provider"])
    proposed = st.builds(
        lambda at, start, length, name, by, to, service: CorrectionProposed(
            id="",
            source="portal",
            at=at,
            service="s",
            correction=name,
            by=by,
            start=start,
            end=start + length,
            to=to,
            of_service=service,
        ),
        instants,
        instants,
        st.integers(1, 25),
        names,
        parties,
        st.sampled_from(CorrectedTo),
        st.sampled_from("ssw"),
    )
    steps = st.builds(
        lambda at, name, by, step: CorrectionTold(
            id="", source="portal", at=at, service="s", correction=name, by=by, step=step
        ),
        instants,
        names,
        parties,
        st.sampled_from([CorrectionStep.ACCEPTED, CorrectionStep.ACCEPTED, *CorrectionStep]),
    )
    return st.one_of(proposed, steps)


@st.composite
def facts(draw: st.DrawFn) -> list:
    found = draw(
        st.tuples(
            st.lists(told(), max_size=14),
            st.lists(changes(), max_size=5),
            st.lists(corrections(), max_size=4),
        )
    )
    whole = [one for part in found for one in part]
    return [replace(fact, id=f"f{number:02}") for number, fact in enumerate(whole)]
