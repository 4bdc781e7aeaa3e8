"""The evaluator by hand: answers with what it was given, and remembers who asked for what."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from services.portal.evaluator import Answer, Asked, EvaluatorUnavailable, NotKnown
from shared.contracts.instants import parse_instant
from shared.security.principal import Principal


class FakeEvaluator:
    """Figures by (agreement, objective, period), evidence by (agreement, objective)."""

    def __init__(self) -> None:
        self.details: dict[tuple[str, str, str], Answer] = {}
        self.explanations: dict[tuple[str, str, str], Answer] = {}
        self.known_periods: dict[tuple[str, str], Answer] = {}
        self.facts: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.changes: dict[str, list[Answer]] = {}
        self.asked_by: list[Principal] = []
        self.asked_then: list[str | None] = []
        self.away = False

    async def figures(self, viewer: Principal, agreement: str | None = None) -> Answer:
        """The current period of each objective that it has."""
        self._asked(viewer)
        names = {name for name, _, _ in self.details if agreement in {None, name}}
        if agreement is not None and not names:
            raise NotKnown(agreement)
        as_of = max((detail["as_of"] for detail in self.details.values()), default="2026-01-01T00:00:00Z")
        said = [
            {"id": name, "objectives": self._current(name), "changes": self.changes.get(name, [])}
            for name in sorted(names)
        ]
        return {"as_of": as_of, "agreements": said}

    async def periods(
        self, viewer: Principal, agreement: str, objective: str, *, then: str | None = None
    ) -> Answer:
        """The periods given."""
        self._asked(viewer, then)
        return self._found(self.known_periods, (agreement, objective))

    async def period(
        self,
        viewer: Principal,
        agreement: str,
        objective: str,
        start: str,
        version: str | None = None,
        *,
        then: str | None = None,
    ) -> Answer:
        """The detail given, where its version is the one asked for."""
        self._asked(viewer, then)
        found = self._found(self.details, (agreement, objective, start))
        if version not in {None, str(found["figure"]["version"])}:
            raise NotKnown(f"{start} {version}")
        return found

    async def explanation(
        self,
        viewer: Principal,
        agreement: str,
        objective: str,
        start: str,
        version: str | None = None,
        *,
        then: str | None = None,
    ) -> Answer:
        """The explanation of the detail given."""
        self._asked(viewer, then)
        found = self._found(self.explanations, (agreement, objective, start))
        return {"as_of": self.details[agreement, objective, start]["as_of"], "explanation": found}

    async def evidence(
        self, viewer: Principal, agreement: str, objective: str, asked: Mapping[str, str]
    ) -> Answer:
        """The facts given, within the span asked for, page by page."""
        self._asked(viewer, asked.get("as_known_at"))
        facts = self.facts.get((agreement, objective), [])
        start = parse_instant(asked.get("from", "1970-01-01T00:00:00Z"))
        end = parse_instant(asked.get("until", "2999-01-01T00:00:00Z"))
        within = [fact for fact in facts if start <= parse_instant(fact["event"]["time"]) < end]
        first, most = int(asked.get("cursor", "0")), int(asked.get("limit", "100"))
        following = first + most if first + most < len(within) else None
        return {"facts": within[first : first + most], "next": None if following is None else str(following)}

    async def behind(
        self, viewer: Principal, agreement: str, objective: str, start: str, asked: Asked
    ) -> Answer:
        """The facts given as those that the figure rests on; the first opens it, the last is a sign of life."""
        self._asked(viewer)
        period = self._found(self.details, (agreement, objective, start))["figure"]["period"]
        whole = self.facts.get((agreement, objective), [])
        last = len(whole) - 1
        facts = [
            {**fact, "role": "opening" if n == 0 else "sign_of_life" if n == last else "state", "of": None}
            for n, fact in enumerate(whole)
        ]
        wanted = [fact for fact in facts if fact["role"] in asked.get("role", fact["role"])]
        return {
            "from": period["from"],
            "until": period["until"],
            "count": len(wanted),
            "roles": Counter(fact["role"] for fact in facts),
            "facts": wanted,
            "next": None,
        }

    def _current(self, agreement: str) -> list[Answer]:
        return [
            detail["figure"]
            for (name, _, start), detail in self.details.items()
            if name == agreement and start == "current"
        ]

    def _asked(self, viewer: Principal, then: str | None = None) -> None:
        self.asked_by.append(viewer)
        self.asked_then.append(then)
        if self.away:
            raise EvaluatorUnavailable("away")

    @staticmethod
    def _found(answers: Mapping[Any, Answer], key: Any) -> Answer:
        if key not in answers:
            raise NotKnown(str(key))
        return answers[key]
