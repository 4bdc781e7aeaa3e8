"""A change put in place of the original, in this process: whoever holds the function runs the changed one.

The code of the function object itself is exchanged, so that names imported elsewhere, tables and bound methods have
it too, and everything else runs as it does without any change.
"""

from __future__ import annotations
import __future__

import importlib
from functools import cached_property
from types import FunctionType
from typing import Any

from tests.mutation.changes import Mutant
from tests.mutation.plan import SOURCES

_FLAGS = __future__.annotations.compiler_flag


def switch_to(mutant: Mutant) -> None:
    """Exchange a function for its changed form, for good: a process runs one mutant."""
    module = importlib.import_module(_module(mutant.file))
    original = _function(vars(module), mutant.function)
    changed = _function(_defined(mutant, vars(module)), mutant.function)
    original.__code__ = changed.__code__
    original.__defaults__ = changed.__defaults__
    original.__kwdefaults__ = changed.__kwdefaults__


def forget_answers(file: str) -> None:
    """Drop what functions of a file kept while the examples were read."""
    for found in vars(importlib.import_module(_module(file))).values():
        if hasattr(found, "cache_clear"):
            found.cache_clear()


def _defined(mutant: Mutant, around: dict[str, Any]) -> dict[str, Any]:
    """The names that the text of a mutant defines among those of its module."""
    text, holder = mutant.text, mutant.function.rpartition(".")[0]
    if holder:
        text = f"class {holder}:\n" + "".join(f" {line}\n" for line in text.splitlines())
    names = dict(around)
    exec(compile(text, mutant.function, "exec", _FLAGS, dont_inherit=True), names)
    return names


def _function(names: dict[str, Any], called: str) -> FunctionType:
    holder, _, name = called.rpartition(".")
    found = vars(names[holder])[name] if holder else names[name]
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    elif isinstance(found, staticmethod | classmethod):
        found = found.__func__
    found = getattr(found, "__wrapped__", found)
    assert isinstance(found, FunctionType), called
    return found


def _module(file: str) -> str:
    return ".".join((SOURCES / file).parts)
