"""The small changes of a file: each of its functions, changed in one place at a time, as mutmut would change it.

mutmut changes no decorated function, so it is shown the file with properties as plain functions and without caches.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
from dataclasses import dataclass
from functools import cached_property

import libcst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from tests.mutation.plan import ROOT, source

_PLAIN = frozenset({"property", "cached_property", "lru_cache", "cache"})
"""Decorators without which a function does the same, but for how it is called and whether answers are kept."""


@dataclass(frozen=True, slots=True)
class Change:
    """A mutant by what it changes: the same also where lines around it differ."""

    file: str
    function: str
    before: str
    after: str


@dataclass(frozen=True)
class Mutant:
    """A function of a file as it is, and as it would be; `function` is `f`, or `C.f` for a method."""

    file: str
    function: str
    original: str
    text: str

    @cached_property
    def key(self) -> str:
        """The same for the same change of the same function, and for no other."""
        return f"{self.function} {hashlib.sha256(self.text.encode()).hexdigest()[:16]}"

    @cached_property
    def diff(self) -> str:
        """The lines that differ, with their neighbours."""
        told = difflib.unified_diff(self.original.splitlines(), self.text.splitlines(), lineterm="", n=2)
        return "\n".join([f"{self.file}: {self.function}", *list(told)[3:]])

    @cached_property
    def change(self) -> Change:
        """What it changes."""
        return Change(self.file, self.function, self._lines("-"), self._lines("+"))

    def _lines(self, sign: str) -> str:
        told = self.diff.splitlines()[1:]
        return "\n".join(line[1:].strip() for line in told if line.startswith(sign)).strip()


def mutants_of(file: str) -> list[Mutant]:
    """Every change of a file that differs from the original and from the changes before it, in their order."""
    visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
    text = plain((ROOT / source(file)).read_text())
    names = _names(MetadataWrapper(libcst.parse_module(text)).visit(visitor))
    found: dict[str, Mutant] = {}
    for one in visitor.mutations:
        function = one.contained_by_top_level_function
        if function is None or function not in names:
            continue
        changed = deep_replace(function, one.original_node, one.mutated_node)
        assert isinstance(changed, libcst.FunctionDef)
        mutant = Mutant(file, names[function], _text(function), _text(changed))
        if ast.dump(ast.parse(mutant.text)) != ast.dump(ast.parse(mutant.original)):
            found.setdefault(mutant.key, mutant)
    return list(found.values())


def plain(text: str) -> str:
    """A module without decorators that would keep a function from being changed."""
    lines = text.splitlines()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda one: one.lineno, reverse=True):
        if len(node.decorator_list) == 1 and _name(node.decorator_list[0]) in _PLAIN:
            del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def _name(decorator: ast.expr) -> str | None:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else None


def _names(module: libcst.Module) -> dict[libcst.CSTNode, str]:
    found: dict[libcst.CSTNode, str] = {}
    for node in module.body:
        if isinstance(node, libcst.FunctionDef):
            found[node] = node.name.value
        elif isinstance(node, libcst.ClassDef):
            methods = [one for one in node.body.body if isinstance(one, libcst.FunctionDef)]
            found |= {method: f"{node.name.value}.{method.name.value}" for method in methods}
    return found


def _text(function: libcst.FunctionDef) -> str:
    return libcst.Module([function.with_changes(leading_lines=[])]).code
