"""What a service, a correction and a change say at one instant, each judged anew from all the facts."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.oracle.asking import passes_by
from tests.oracle.hours import Hours, merged, without
from tests.oracle.reading import FOREVER, Fact, duration, share, window

Told = tuple[str, str | None]
"""A state and its severity."""


class Weights:
    """`counts.degraded`."""

    def __init__(self, clause: Any) -> None:
        self.by = (
            {k: share(v) for k, v in clause.items()} if isinstance(clause, dict) else {"other": share(clause)}
        )

    def of(self, severity: str | None) -> Fraction:
        heaviest = max(self.by.values(), default=Fraction(0))
        return self.by.get(severity or "other", self.by.get("other", heaviest))

    def rank(self, told: Told) -> tuple[int, Fraction]:
        order = {"down": 2, "degraded": 1, "up": 0}[told[0]]
        return order, self.of(told[1]) if told[0] == "degraded" else Fraction(0)


class Facts:
    """The facts known at `as_of` that count under one version, and its clauses."""

    def __init__(self, document: dict[str, Any], facts: list[Fact], as_of: int) -> None:
        self.document, self.as_of = document, as_of
        self.zone = document["time_zone"]
        self.services = {one["id"]: one for one in document["services"]}
        self.parties = {role: document["parties"][role]["id"] for role in ("provider", "customer")}
        self.all = [fact for fact in facts if fact.at <= as_of and self.refusal(fact) is None]
        self.accepted = list(self._accepted())
        self.changes = list(self._changes())

    def hours(self, name: str) -> Hours:
        return Hours(None if name == "always" else self.document["service_hours"][name], self.zone)

    def refusal(self, fact: Fact) -> str | None:
        """Why a fact cannot count."""
        named = [fact.service]
        if fact.kind.startswith("change."):
            named = fact.data.get("services") or named
        elif fact.kind == "correction.proposed" and "service" in fact.data:
            named = [fact.data["service"]]
        if not any(name in self.services for name in named):
            return "service"
        if fact.kind.startswith("correction.") and fact.data["by"] not in self.parties.values():
            return "party"
        older = duration(self.document.get("late_facts", {}).get("older_than", "P400D"))
        if older is not None and fact.arrived - fact.at > older:
            return "late"
        if fact.kind.startswith("availability."):
            listed = self.services[fact.service].get("evidence", {}).get("sources")
            if listed is not None and fact.source not in listed:
                return "source"
        if fact.kind in ("feedback.given", "measurement.taken") and passes_by(self.document, fact):
            return "kind or unit"
        return None

    # the state of a service

    def told(self, service: str) -> list[Fact]:
        return [
            fact for fact in self.all if fact.kind.startswith("availability.") and fact.service == service
        ]

    def dated_back(self, facts: list[Fact]) -> Iterator[tuple[int, int]]:
        """The spans that one source's facts say were down before they were told."""
        for index, fact in enumerate(facts):
            if fact.data.get("state") == "down" and "first_failed_at" in fact.data:
                ups = [f.at for f in facts[:index] if f.data["state"] == "up" and "condition" not in f.data]
                yield max([fact.instant("first_failed_at"), *ups[-1:]]), fact.at

    def source_at(self, facts: list[Fact], stale_after: int | None, weights: Weights, t: int) -> Told | None:
        if any(a <= t < b for a, b in self.dated_back(facts)):
            return "down", None
        said = [fact for fact in facts if fact.at <= t]
        if not said:
            return None
        if stale_after is not None and t >= said[-1].at + stale_after:
            return "unknown", None
        last = {f.data.get("condition"): (f.data["state"], f.data.get("severity")) for f in said}
        standing = [told for told in last.values() if told[0] != "up"]
        known = [told for told in standing if told[0] != "unknown"]
        if known:
            return max(known, key=weights.rank)
        return ("unknown", None) if standing else ("up", None)

    def state_at(self, service: str, weights: Weights, t: int) -> Told:
        clause = self.services[service]
        if "made_of" in clause:
            return self.composite_at(clause["made_of"], weights, t)
        facts = self.told(service)
        stale_after = duration(clause.get("stale_after", "never"))
        told: dict[str, Told] = {}
        for source in {fact.source for fact in facts}:
            one = self.source_at([f for f in facts if f.source == source], stale_after, weights, t)
            if one is not None:
                told[source] = one
        if not told:
            return clause.get("before_first_fact", "unknown"), None
        known = {source: one for source, one in told.items() if one[0] != "unknown"}
        rule = clause.get("evidence", {}).get("rule", "any")
        if isinstance(rule, dict):
            return known.get(rule["authoritative"], ("unknown", None))
        if not known:
            return "unknown", None
        worst_first = sorted(known.values(), key=weights.rank, reverse=True)
        return worst_first[{"any": 0, "all": -1, "majority": len(known) // 2}[rule]]

    def composite_at(self, made: dict[str, Any], weights: Weights, t: int) -> Told:
        names = made.get("of") or made.get("all") or made.get("any")
        parts = [
            self.state_at(one, weights, t) if isinstance(one, str) else self.composite_at(one, weights, t)
            for one in names
        ]
        best = int(made["at_least"]) if "at_least" in made else len(parts) if "all" in made else 1
        ends = []
        for guess in ("down", "up"):
            guessed = [(guess, None) if part[0] == "unknown" else part for part in parts]
            ends.append(sorted(guessed, key=weights.rank)[best - 1])
        return ends[0] if weights.rank(ends[0]) == weights.rank(ends[1]) else ("unknown", None)

    def basic(self, service: str) -> set[str]:
        """The services that facts are told of, behind one that may be made of them."""

        def parts(made: dict[str, Any]) -> Iterator[str]:
            for one in made.get("of") or made.get("all") or made.get("any"):
                yield from self.basic(one) if isinstance(one, str) else parts(one)

        made = self.services[service].get("made_of")
        return {service} if made is None else set(parts(made))

    def state_changes(self, service: str) -> set[int]:
        """Every instant at which the state of a service may change."""
        found: set[int] = set()
        for name in self.basic(service):
            stale_after = duration(self.services[name].get("stale_after", "never"))
            facts = self.told(name)
            for fact in facts:
                found |= {fact.at, fact.at + (stale_after or 0)}
            for source in {fact.source for fact in facts}:
                found |= {a for a, b in self.dated_back([f for f in facts if f.source == source]) if a < b}
        return found

    def first_known(self, service: str) -> int | None:
        """The first availability fact of a service, or what it dates back to."""
        facts = [fact for name in self.basic(service) for fact in self.told(name)]
        changes = [fact.at for fact in facts]
        for name, source in {(fact.service, fact.source) for fact in facts}:
            own = [f for f in facts if (f.service, f.source) == (name, source)]
            changes += [a for a, b in self.dated_back(own) if a < b]
        return min(changes, default=None)

    # corrections

    def _accepted(self) -> Iterator[tuple[tuple[Any, ...], int, Fact]]:
        clause = self.document.get("corrections", {})
        within = duration(clause.get("decide_within", "P14D")) or 0
        seen = set()
        for proposal in self.all:
            if proposal.kind != "correction.proposed" or proposal.data["correction"] in seen:
                continue
            seen.add(proposal.data["correction"])
            until, by = proposal.at + within, proposal.data["by"]
            decided = False
            for word in self.all:
                if word.order < proposal.order or word.at >= until or decided:
                    continue
                if (
                    not word.kind.startswith("correction.")
                    or word.data["correction"] != proposal.data["correction"]
                ):
                    continue
                withdraws = word.kind == "correction.withdrawn" and word.data["by"] == by
                decides = word.kind in ("correction.accepted", "correction.declined")
                other = self.parties["customer" if by == self.parties["provider"] else "provider"]
                decides = decides and word.data["by"] == other
                decided = withdraws or decides
                if decides and word.kind == "correction.accepted":
                    yield word.order, word.at, proposal
            if not decided and clause.get("if_silent") == "accepted" and self.as_of >= until:
                yield (until, *proposal.order[1:]), until, proposal

    def correction_at(self, service: str, t: int) -> tuple[int, Fact] | None:
        """The correction accepted last that rules an instant, and since when it is accepted."""
        ruling = [
            (order, proposal.order, since, proposal)
            for order, since, proposal in self.accepted
            if proposal.data.get("service") == service
            and proposal.instant("from") <= t < proposal.instant("until")
        ]
        return max(ruling, key=lambda one: one[:2])[2:] if ruling else None

    # maintenance

    def _changes(self) -> Iterator[tuple[int, list[tuple[int, int]], list[str]]]:
        """Since when it is known, the valid spans, and the services of every change."""
        clause = self.document.get("maintenance", {})
        quota = clause.get("at_most", {})
        valid = []
        for name in {f.data["change"] for f in self.all if f.kind == "change.announced"}:
            words = [f for f in self.all if f.kind.startswith("change.") and f.data["change"] == name]
            announced = [word for word in words if word.kind == "change.announced"][-1]
            one = self._valid(clause, announced, words)
            if one is not None:
                valid.append((one[0], name, one[1], one[2], announced))
        used: dict[tuple[int, int], list[int]] = {}
        for start, _, known, spans, announced in sorted(valid, key=lambda one: one[:2]):
            count, total = used.setdefault(window(quota.get("per", "month"), self.zone, start), [0, 0])
            if count >= int(quota.get("count", FOREVER)):
                continue
            left = (duration(quota["total"]) or 0) - total if "total" in quota else FOREVER
            kept = []
            for a, b in spans:
                kept.append((a, min(b, a + max(0, left))))
                left -= b - a
            kept = merged(kept)
            used[window(quota.get("per", "month"), self.zone, start)] = [
                count + 1,
                total + sum(b - a for a, b in kept),
            ]
            yield known, kept, announced.data.get("services") or [announced.service]

    def _valid(
        self, clause: dict[str, Any], announced: Fact, words: list[Fact]
    ) -> tuple[int, int, list[tuple[int, int]]] | None:
        start, end, known = announced.instant("from"), announced.instant("until"), announced.at
        if known + (duration(clause.get("notice", "PT0S")) or 0) > start:
            return None
        last = {word.kind: word.at for word in words}
        if "change.cancelled" in last:
            return None
        start, end = max(start, last.get("change.started", start)), min(end, last.get("change.finished", end))
        party = self.parties.get(clause.get("acknowledged_by", "nobody"))
        if party is not None:
            said = [
                word
                for word in words
                if word.kind in ("change.acknowledged", "change.declined")
                and word.data["by"] == party
                and announced.order < word.order
                and word.at < start
            ]
            if not said or said[-1].kind == "change.declined":
                return None
            known = said[-1].at
        spans = self.hours(clause.get("within", "always")).between(start, end)
        return (start, known, spans) if spans else None

    def maintenance(self, service: str) -> list[tuple[int, list[tuple[int, int]]]]:
        return [(known, spans) for known, spans, services in self.changes if service in services]

    def excused(self, incident: str) -> list[tuple[int, int]]:
        """What accepted corrections take out of the clock of an incident."""
        return merged(
            (proposal.instant("from"), proposal.instant("until"))
            for _, _, proposal in self.accepted
            if proposal.data.get("incident") == incident and proposal.data["to"] == "excused"
        )


__all__ = ["Facts", "Told", "Weights", "merged", "without"]
