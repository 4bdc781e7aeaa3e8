"""Why a fact was set aside, in words that whoever did not write it understands.

The calculus gives the reason in a sentence with the names of the contract's fields; here it is said again in plain
words. A reason that is not among these is told as it is.
"""

from __future__ import annotations

import re
from typing import Final

from shared.agreements.words import Language

_REASONS: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (
            r"service '(.*)' is not in the agreement",
            (r"the agreement names no service “\1”", r"die Vereinbarung nennt keinen Dienst „\1“"),
        ),
        (
            r"none of the services (.*) is in the agreement",
            (r"the agreement names none of the services \1", r"die Vereinbarung nennt keinen der Dienste \1"),
        ),
        (
            r"'(.*)' is neither provider nor customer, .*",
            (
                r"“\1” is neither provider nor customer, who alone propose corrections",
                r"„\1“ ist weder Anbieter noch Kunde; nur sie schlagen Korrekturen vor",
            ),
        ),
        (
            r"source '(.*)' is not in evidence\.sources",
            (r"“\1” is none of the agreed sources", r"„\1“ ist keine der vereinbarten Quellen"),
        ),
        (
            r"arrived later than late_facts\.older_than",
            ("it arrived too late to count", "sie traf zu spät ein, um noch zu zählen"),
        ),
        (
            r"its incident was never opened",
            ("its incident was never opened", "ihre Störung wurde nie gemeldet"),
        ),
        (
            r"'(.*)' is told with (?:no unit|the unit '(.*)'); it is agreed in (.*)",
            (r"“\1” came in another unit than \3", r"„\1“ kam in einer anderen Einheit als \3"),
        ),
        (
            r"the answer is of the kind (.*); (.*) is agreed",
            (r"an answer of the kind \1, where \2 is agreed", r"eine Antwort der Art \1, vereinbart ist \2"),
        ),
        (
            r"type '(.*)' tells nothing of a service",
            (r"it tells nothing of a service (\1)", r"sie sagt nichts über einen Dienst (\1)"),
        ),
        (
            r"data\.until does not lie after data\.from; .*",
            ("it ends before it begins", "sie endet, bevor sie beginnt"),
        ),
    )
)


def set_aside_words(reason: str, language: Language) -> str:
    """The reason in plain words."""
    for pattern, said in _REASONS:
        match = pattern.fullmatch(reason)
        if match is not None:
            return match.expand(said[int(language == "de")]).replace("'", "")
    return reason
