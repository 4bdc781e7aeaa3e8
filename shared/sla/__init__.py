"""The calculus of service level agreements: facts and terms in, exact figures out (SEMANTICS.md).

Pure: the standard library alone, no I/O, and the time is always told, never asked for. Instants and
durations are integers of microseconds, ratios Fractions, spans half-open.

The face is one object, `history.History`: one agreement, its versions (`agreed.terms.Terms`) and its
facts (`facts.Fact` and its kinds).

    history = History([terms])
    history.put(further_version)
    history.add(fact)                     # Used(since) | Repeated() | SetAside(reason); TwoContents is raised
                                          # for one (source, id) with another content
    history.set_aside(as_of)              # [(fact, reason)] by source and id: those refused on adding, and
                                          # those that only the whole history shows not to count
    history.periods(objective, as_of)     # [PeriodOf(version, span, status)], each one begun before as_of
    history.figure(objective, version, span, as_of)       # Figure; nothing later than as_of is considered
    history.explanation(objective, version, span, as_of)  # Explanation: formula, rows, clauses, credit, clocks
    history.proposed(objective, version, span, as_of)     # Proposed | None, what open corrections would make of it
    history.outlook(objective, version, span, as_of)      # Outlook, by time alone
    history.spans(objective, version, span, as_of)        # [ClassedSpan], which sum to the figure's ledger
    history.budget_line(objective, version, span, as_of)  # [BudgetPoint], as it was known then
    history.evidence(objective, version, span, as_of)     # [Evidence], every fact that the figure rests on
    history.transitions(objective, version, span, as_of)  # [Evidence], of these the transitions, for verdicts
    history.burn(objective, version, span, as_of)         # [Burn], the pairs of burn windows
    history.forecast(objective, version, span, as_of)     # Forecast | None
    history.windows(objective, span, as_of)               # [PeriodOf], any span read as one window
    history.forget(before)                # the horizon: availability facts before it are gone, answers are not
    history.checkpoint()                  # HistoryCheckpoint, plain data; History.resumed(versions, it) goes on

`explanation.difference.difference(was, now)` says what moved between two figures of one period.

A rolling window is asked for with the span that `periods` gives at that `as_of` ([as_of - length, as_of)).

From the bottom up, each folder knows only those before it:

    time, agreed     wall clocks and service hours; what a version says
    states           the state of a service, from what its sources tell
    changes          maintenance and corrections
    ledger           each microsecond in one class, and the sums of it
    incidents        the clocks of incidents
    availability, outages, counts, samples    the other indicators
    told             which facts are known at an instant, and what may be forgotten
    evidence, explanation                     what a figure rests on, and how it comes about
    live             when something turns, for those who watch
"""
