"""How `services` is read: staleness, evidence, and what a service is made of."""

from __future__ import annotations

from typing import Final

from shared.agreements.document import ServiceClause
from shared.agreements.faults import Fault, Faulty
from shared.agreements.forms import Reader, duration, identity, list_of, one_of, scalar, text, whole
from shared.agreements.names import Names, defined
from shared.agreements.nodes import Mapping, Node, Scalar, Sequence, shown, wrong
from shared.agreements.records import Field, record
from shared.sla.agreed.clauses import Composite, Evidence, EvidenceRule, Quorum

_RULES: Final = ["any", "all", "majority"]


def services(names: Names) -> Reader[tuple[ServiceClause, ...]]:
    """The list of services."""
    service = record(
        {
            "id": Field(identity, lacking="every service has an id"),
            "name": Field(text, None),
            "stale_after": Field(_stale_after, None),
            "before_first_fact": Field(one_of(["unknown", "up"]), "unknown"),
            "evidence": Field(_evidence, Evidence()),
            "made_of": Field(_composite(names), None),
        },
        _named_service,
    )

    def read(node: Node, path: str) -> tuple[ServiceClause, ...]:
        faults = _cycles(node, path)
        try:
            found = list_of(service)(node, path)
        except Faulty as error:
            raise Faulty([*faults, *error.faults]) from error
        if faults:
            raise Faulty(faults)
        return found

    return read


def _named_service(*, id: str, name: str | None, **rest: object) -> ServiceClause:  # noqa: A002 - the field's name
    return ServiceClause(id=id, name=name or id, **rest)  # type: ignore[arg-type]  # the table above types them


def _stale_after(node: Node, path: str) -> int | None:
    if isinstance(node, Scalar) and node.text == "never":
        return None
    return duration(node, path)


def _evidence(node: Node, path: str) -> Evidence:
    read = record(
        {"sources": Field(list_of(identity), None), "rule": Field(_rule, (EvidenceRule.ANY, None))},
        lambda sources, rule: (sources, rule),
    )
    sources, (rule, authoritative) = read(node, path)
    if authoritative is not None and sources is not None and authoritative not in sources:
        right = f"which is not in sources; there are {', '.join(sources)}"
        raise wrong(node, f"{path}.rule", f"{path}.rule names the source {authoritative!r}, {right}")
    return Evidence(None if sources is None else frozenset(sources), rule, authoritative)


def _rule(node: Node, path: str) -> tuple[EvidenceRule, str | None]:
    if isinstance(node, Mapping):
        source = record({"authoritative": Field(identity)}, lambda authoritative: authoritative)(node, path)
        return EvidenceRule.AUTHORITATIVE, source
    right = "it is any, all, majority or {authoritative: source}"
    said = scalar(node, path, right)
    if said not in _RULES:
        raise wrong(node, path, f"{path} is {said!r}; {right}")
    return EvidenceRule(said), None


def _composite(names: Names) -> Reader[Composite]:
    service = defined(names.services, "service")

    def part(node: Node, path: str) -> str | Composite:
        return read(node, path) if isinstance(node, Mapping) else service(node, path)

    parts = list_of(part)
    right = "it is {all: [service]}, {any: [service]} or {at_least: 2, of: [service]}"

    def read(node: Node, path: str) -> Composite:
        said = {key.text for key, _ in node.entries} if isinstance(node, Mapping) else set()
        if said in ({"all"}, {"any"}):
            quorum = Quorum(said.pop())
            return record({quorum.value: Field(parts)}, lambda **of: Composite(quorum, of[quorum.value]))(
                node, path
            )
        if said != {"at_least", "of"}:
            raise wrong(node, path, f"{path} is {shown(node)} that is not understood; {right}")
        composite = record(
            {"at_least": Field(whole(1)), "of": Field(parts)},
            lambda at_least, of: Composite(Quorum.AT_LEAST, of, at_least),
        )(node, path)
        if composite.at_least > len(composite.of):
            said_count = f"{path}.at_least is {composite.at_least}, but of names only {len(composite.of)}"
            raise wrong(node, path, f"{said_count}; it can never be up")
        return composite

    return read


def _cycles(node: Node, path: str) -> list[Fault]:
    """A fault for each service that is, through others, made of itself."""
    parts: dict[str, tuple[str, ...]] = {}
    places: dict[str, Scalar] = {}
    for member in node.items if isinstance(node, Sequence) else ():
        name = member.get("id") if isinstance(member, Mapping) else None
        if isinstance(member, Mapping) and isinstance(name, Scalar):
            parts[name.text] = _mentions(member.get("made_of"))
            places[name.text] = name
    return [
        Fault(
            places[name].line,
            places[name].column,
            path,
            f"the service {name!r} is made of itself ({' of '.join(way)}); take one of them out of made_of",
        )
        for name in parts
        if (way := _way_back(name, parts))
    ]


def _mentions(node: Node | None) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return (node.text,)
    if isinstance(node, Sequence):
        return tuple(name for item in node.items for name in _mentions(item))
    if isinstance(node, Mapping):
        return tuple(name for key, item in node.entries if key.text != "at_least" for name in _mentions(item))
    return ()


def _way_back(start: str, parts: dict[str, tuple[str, ...]]) -> list[str]:
    """The shortest way from a service through its parts to itself, empty where there is none."""
    ways = [[start, part] for part in parts.get(start, ())]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways.extend([*way, part] for part in parts.get(way[-1], ()))
    return []
