"""The topics: their names, what each record's key is, whether they are compacted, who writes and who reads them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. `key` says in words what a record's key is; records of one key keep their order."""

    name: str
    key: str
    holds: str
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]
    compacted: bool = False


RAW = Topic(
    "eyelevel.raw", "any", "CloudEvents as producers send them, not checked yet", ("producers",), ("ingest",)
)
FACTS = Topic(
    "eyelevel.facts.v1",
    "agreement id",
    "the one ordered history of each agreement: its versions, accepted facts, decisions, ticks of time",
    ("ingest", "portal"),
    ("evaluator",),
)
REJECTED = Topic(
    "eyelevel.rejected.v1",
    "source",
    "what ingest could not take from the raw topic, whole, with the reason",
    ("ingest",),
    ("operators",),
)
VERDICTS = Topic(
    "eyelevel.verdicts.v1", "agreement id", "what follows from the facts", ("evaluator",), ("notifier",)
)
TRENDS = Topic(
    "eyelevel.trends.v1",
    "agreement/objective/start of the period",
    "the latest figures of each period",
    ("evaluator",),
    ("anyone",),
    compacted=True,
)
DIRECTORY = Topic(
    "eyelevel.directory.v1",
    "kind:id",
    "who may what: agreements with their services, keys (as hashes), receivers",
    ("portal",),
    ("ingest", "evaluator", "notifier"),
    compacted=True,
)
NOTICES = Topic(
    "eyelevel.notices.v1", "agreement id", "what waits for a party's decision", ("portal",), ("notifier",)
)
DELIVERIES = Topic(
    "eyelevel.deliveries.v1",
    "agreement id",
    "who was told what, when, and the answer",
    ("notifier",),
    ("portal",),
)

ALL = (RAW, FACTS, REJECTED, VERDICTS, TRENDS, DIRECTORY, DELIVERIES)
"""What is written and read today. The notifier reads `NOTICES` already, which nothing writes yet."""
