"""What the read API has in memory: at most so many agreements, a few with every fact, and so many facts of all of them.

What was asked for least recently is put away first; it is made again when it is asked for.
"""

from collections import OrderedDict
from typing import Final, NamedTuple

from services.evaluator.reading.known import Known

_WITH_EVERY_FACT: Final = 8
"""Those of the past too: a page of the past asks several times for one."""


class Asked(NamedTuple):
    """An agreement as of now or as known at the log clock `then`; of the past `every` fact is there always."""

    agreement: str
    then: int | None = None
    every: bool = False

    @property
    def may_forget(self) -> bool:
        """Whether it is asked only what needs no forgotten fact."""
        return self.then is None and not self.every


class Held:
    """By what was asked, the least recently used first."""

    def __init__(self, most: int, facts: int) -> None:
        """`facts`: with the changes of state that are left of forgotten ones; one alone may have more."""
        self._most, self._facts = most, facts
        self._held: OrderedDict[Asked, Known] = OrderedDict()

    def get(self, asked: Asked) -> Known:
        """What is held, or an empty one that will be."""
        found = self._held.pop(asked, None) or Known(asked.agreement)
        self._held[asked] = found
        of_a_kind = [one for one in self._held if one.may_forget == asked.may_forget]
        for old in of_a_kind[: -(self._most if asked.may_forget else _WITH_EVERY_FACT)]:
            del self._held[old]
        return found

    def fit(self) -> None:
        """Put away what is too much, but for what was used last."""
        facts = sum(known.entries for known in self._held.values())
        while facts > self._facts and len(self._held) > 1:
            _, known = self._held.popitem(last=False)
            facts -= known.entries
