"""`eyelevel evaluate` once more: the whole answer from the agreement's text and the facts' JSON.

A second reading of SEMANTICS.md and CONTRACT.md, slow and plain: no fold, no inversion, nothing kept from one
question to the next. Each stretch between two boundaries is judged from all the facts, and durations are added
up stretch by stretch.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from shared.contracts.instants import format_instant, parse_instant
from tests.oracle import clocks, ratios, samples
from tests.oracle.ledger import Ledger
from tests.oracle.measures import Measure
from tests.oracle.reading import FOREVER, Fact, agreement, duration, events, moment, period, window
from tests.oracle.states import Facts

OTHERS = ("clock.ticked", "agreement.put")


class Evaluation:
    """Versions, facts, an instant, and perhaps a period."""

    def __init__(self, text: str, lines: Iterable[dict[str, Any]], as_of: str, asked: str | None) -> None:
        lines = list(lines)
        self.versions = agreement(text)
        self.as_of, self.asked = parse_instant(as_of), asked
        self.read = len(lines)
        self.told, self.repeated = events(lines)
        self.by_version = {
            int(one["metadata"]["version"]): Facts(one, self._sound(), self.as_of) for one in self.versions
        }

    def _sound(self) -> list[Fact]:
        return [fact for fact in self.told if fact.kind not in OTHERS and not fact.is_empty]

    def json(self) -> dict[str, Any]:
        aside = self._aside()
        later = sum(fact.at > self.as_of for fact in self.told)
        return {
            "agreement": self.versions[-1]["metadata"]["id"],
            "version": int(self.versions[-1]["metadata"]["version"]),
            "as_of": format_instant(self.as_of),
            "facts": {
                "read": self.read,
                "repeated": self.repeated,
                "later": later,
                "used": self.read - self.repeated - later - len(aside),
                "set_aside": [{"source": source, "id": name} for source, name in aside],
            },
            "objectives": [self._entry(*one) for one in self._entries()],
        }

    def _aside(self) -> list[tuple[str, str]]:
        known = [fact for fact in self.told if fact.at <= self.as_of]
        sound = self._sound()
        refused = {
            fact.key
            for fact in known
            if fact not in sound or all(facts.refusal(fact) for facts in self.by_version.values())
        }
        opened = {
            fact.data["incident"]
            for fact in known
            if fact.kind == "incident.opened" and fact.key not in refused
        }
        never = {
            fact.key
            for fact in known
            if fact.kind.startswith("incident.") and fact.data["incident"] not in opened
        }
        return sorted(refused | never)

    # which periods

    def _entries(self) -> Iterator[tuple[dict[str, Any], dict[str, Any], tuple[int, int], bool]]:
        names = dict.fromkeys(
            one["id"] for version in reversed(self.versions) for one in version["objectives"]
        )
        for name in names:
            having = [
                (version, one)
                for version in self.versions
                for one in version["objectives"]
                if one["id"] == name
            ]
            found = []
            for version, objective in having:
                found += [(version, objective, *one) for one in self._periods(version, objective, name)]
            if not found:
                version, objective = self._nearest(having, name)
                rolling = duration(objective["window"].get("rolling", "PT0S"))
                if self.asked is not None:
                    found = [(version, objective, period(self.asked, version["time_zone"]), False)]
                elif rolling:
                    found = [(version, objective, (self.as_of - rolling, self.as_of), True)]
            yield from found

    def _periods(
        self, version: dict[str, Any], objective: dict[str, Any], name: str
    ) -> Iterator[tuple[tuple[int, int], bool]]:
        zone, (begins, ends) = version["time_zone"], self.force(version, name)
        if self.asked is not None:
            span = period(self.asked, zone)
            if max(begins, span[0]) < min(ends, span[1]):
                yield span, False
            return
        if "rolling" in objective["window"]:
            length = duration(objective["window"]["rolling"]) or 0
            if max(begins, self.as_of - length) < min(ends, self.as_of):
                yield (self.as_of - length, self.as_of), True
            return
        at = max(begins, self._since(version, objective))
        while at < min(ends, self.as_of):
            span = window(objective["window"]["calendar"], zone, at)
            yield span, False
            at = span[1]

    def _nearest(self, having: list[Any], name: str) -> Any:
        """The version whose time is nearest to a period that none rules; the later of two."""
        if self.asked is None:
            return having[-1]

        def gap(one: Any) -> tuple[int, int]:
            start, end = period(self.asked or "", one[0]["time_zone"])
            begins, ends = self.force(one[0], name)
            return max(begins - end, start - ends, 0), -int(one[0]["metadata"]["version"])

        return min(having, key=gap)

    def _since(self, version: dict[str, Any], objective: dict[str, Any]) -> int:
        """The earliest fact used about the objective's services, where they are unknown before it."""
        facts = self.by_version[int(version["metadata"]["version"])]
        names = objective.get("services") or [objective["service"]]
        if any(facts.services[name].get("before_first_fact") == "up" for name in names):
            return -FOREVER
        counting = [fact for one in self.by_version.values() for fact in one.all]
        opened = {fact.data["incident"] for fact in counting if fact.kind == "incident.opened"}
        about = {basic for name in names for basic in facts.basic(name)} | set(names)
        return min(
            (
                fact.at
                for fact in facts.all
                if fact.service in about
                and not fact.kind.startswith(("change.", "correction."))
                and (not fact.kind.startswith("incident.") or fact.data["incident"] in opened)
            ),
            default=-FOREVER,
        )

    def force(self, version: dict[str, Any], name: str) -> tuple[int, int]:
        """The time in which a version rules an objective."""
        index = self.versions.index(version)
        start = self._begins(index, name)
        until = version["in_force"].get("until")
        ends = [self._begins(later, name) for later in range(index + 1, len(self.versions))]
        end = min([FOREVER if until is None else moment(until, version["time_zone"]), *ends])
        return start, max(start, end)

    def _begins(self, index: int, name: str) -> int:
        version = self.versions[index]
        start = moment(version["in_force"]["from"], version["time_zone"])
        if index == 0 or version["in_force"].get("takes_effect", "at_once") == "at_once":
            return start
        before = self.versions[index - 1]
        unit = next(
            (one["window"].get("calendar") for one in before["objectives"] if one["id"] == name), None
        )
        if unit is None:
            return start
        first, last = window(unit, before["time_zone"], start)
        return start if first == start else last

    # one figure

    def _entry(
        self, version: dict[str, Any], objective: dict[str, Any], span: tuple[int, int], rolling: bool
    ) -> dict[str, Any]:
        number = int(version["metadata"]["version"])
        facts, force, indicator = (
            self.by_version[number],
            self.force(version, objective["id"]),
            objective["indicator"],
        )
        if indicator in clocks.KINDS:
            own = clocks.figure(facts, objective, force, span, rolling=rolling)
        elif indicator == "satisfaction":
            own = samples.satisfaction(facts, objective, force, span, rolling=rolling)
        else:
            own = self._of_ledger(Ledger(facts, objective, force, span[0]), objective, span, rolling)
        grace = duration(version.get("closing", {}).get("grace", "P7D")) or 0
        status = "open" if rolling or self.as_of < span[1] else "provisional"
        status = "closed" if status == "provisional" and self.as_of >= span[1] + grace else status
        return {
            "objective": objective["id"],
            "owed_by": objective["owed_by"],
            "indicator": indicator,
            "version": number,
            "period": {"from": format_instant(span[0]), "until": format_instant(span[1]), "status": status},
            "clocks": [],
            **own,
        }

    def _of_ledger(
        self, ledger: Ledger, objective: dict[str, Any], span: tuple[int, int], rolling: bool
    ) -> dict[str, Any]:
        indicator = objective["indicator"]
        if indicator == "ratio":
            counts = ratios.counts(ledger, objective)
            return ratios.figure(counts, objective, span, self.as_of, rolling=rolling)
        if indicator == "measurement" and "each" in objective:
            counts = [(at, int(not good), 1) for at, _, good in samples.measured(ledger, objective)]
            return ratios.figure(counts, objective, span, self.as_of, rolling=rolling)
        if indicator == "measurement":
            return samples.measurement(ledger, objective, span, rolling=rolling)
        return Measure(ledger, objective, span, rolling=rolling).figure()


def evaluate(text: str, lines: Iterable[dict[str, Any]], as_of: str, asked: str | None) -> dict[str, Any]:
    """What `eyelevel evaluate` should answer, but for the versions of engine, tz data and holidays, and reasons."""
    return Evaluation(text, lines, as_of, asked).json()
