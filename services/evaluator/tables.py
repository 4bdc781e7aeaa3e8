"""What the evaluator keeps: the facts of each agreement whole, and the state that follows from them.

`facts` is the truth and is only ever added to; everything else of an agreement could be computed again from it and
the ticks. Instants are microseconds UTC, columns `due` the first log clock at which to look again (indexed, so that
a tick over many agreements with nothing due is one look).
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from shared.database.columns import Instant
from shared.database.offsets import offsets_table
from shared.outbox.tables import outbox_table

_NAME = String(512)

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("n", Integer, nullable=False),  # order of arrival, from 1
    Column("source", _NAME, nullable=False),
    Column("id", _NAME, nullable=False),
    Column("type", _NAME, nullable=False),
    Column("service", _NAME, nullable=False),  # the event's subject; of a version the agreement
    Column("at", Instant, nullable=False),  # when it happened
    Column("recorded_at", Instant, nullable=True),  # when it arrived, None for history
    Column("known_at", Instant, nullable=True),  # the log clock when it was taken; None before the first tick
    Column("event", LargeBinary, nullable=False),  # its bytes, whole, as they stand in the log
    Column("digest", LargeBinary, nullable=False),  # of its content, without the arrival
    Column("chain", LargeBinary, nullable=False),  # sha256(chain of the row before || event)
    Column("outcome", String(32), nullable=False),  # used, waiting, set_aside, put; as known on arrival
    Column("reason", Text, nullable=True),
    Column("number", Integer, nullable=False),  # the partition of the log
    Column("position", Instant, nullable=False),  # and the offset in it
    PrimaryKeyConstraint("agreement", "n"),
    UniqueConstraint("agreement", "source", "id"),
    Index("facts_by_time", "agreement", "at", "n"),
)

contradictions = Table(
    "contradictions",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("source", _NAME, nullable=False),
    Column("id", _NAME, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("event", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
    Column("position", Instant, nullable=False),
    PrimaryKeyConstraint("agreement", "source", "id", "digest"),
)

clocks = Table(
    "clocks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),  # the last tick, never back
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("number", Integer, nullable=False, index=True),  # the partition that holds it
    Column("n", Integer, nullable=False),  # of the last fact
    Column("head", LargeBinary, nullable=False),  # of the chain
    Column(
        "touched", LargeBinary, nullable=False
    ),  # JSON: service to since when facts not decided on change it
    Column("incidents", LargeBinary, nullable=False),  # JSON: those told of by facts not decided on
    Column("starts_at", Instant, nullable=True),  # when the next period begins
)

versions = Table(
    "agreement_versions",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("hash", String(128), nullable=False),
    Column("document", Text, nullable=False),
    Column("put_at", Instant, nullable=True),  # the log clock then; None until the first tick
    PrimaryKeyConstraint("agreement", "version"),
)

periods = Table(
    "periods",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("objective", _NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Instant, nullable=False),  # of a rolling window: EVER
    Column("until", Instant, nullable=False),  # of a rolling window: NEVER
    Column("told", LargeBinary, nullable=False),  # JSON of told.Told
    Column("shown", LargeBinary, nullable=False),  # JSON of the figures last published
    Column("shown_at", Instant, nullable=True),  # and the log clock then
    Column("show_due", Instant, nullable=True),  # when they are to be published again
    Column("due", Instant, nullable=True, index=True),  # when it is to be decided again
    Column("closed", Boolean, nullable=False),  # and time alone changes nothing of it any more
    PrimaryKeyConstraint("agreement", "objective", "version", "start"),
)

incident_clocks = Table(
    "incident_clocks",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("objective", _NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("incident", _NAME, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("turn", Integer, nullable=False),  # of clocks of one start, from 1
    Column("told", LargeBinary, nullable=False),  # JSON of told.ToldClock
    Column("due", Instant, nullable=True),  # None: only facts can change it
    PrimaryKeyConstraint("agreement", "objective", "version", "incident", "started_at", "turn"),
    Index("incident_clocks_due", "agreement", "due"),
    Index("incident_clocks_of_an_incident", "agreement", "incident"),
)

sources = Table(
    "sources",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("service", _NAME, nullable=False),
    Column("source", _NAME, nullable=False),
    Column("told", LargeBinary, nullable=False),  # JSON of told.ToldSource
    Column("due", Instant, nullable=True),
    PrimaryKeyConstraint("agreement", "service", "source"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("agreement", _NAME, nullable=False),
    Column("n", Integer, nullable=False),  # the last fact that came before it
    Column("at", Instant, nullable=False),  # its horizon: availability facts of before are not in it
    Column("made_by", Text, nullable=False),  # engine and versions; under others it is not used
    Column("body", LargeBinary, nullable=False),  # MessagePack of checkpoints.Kept
    PrimaryKeyConstraint("agreement", "at"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("agreement", _NAME, nullable=False),
    Column("objective", _NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Instant, nullable=False),
    Column("type", String(64), nullable=False),
    Column("share", String(32), nullable=True),
    Column("instant", Instant, nullable=False),
    Column("n", Integer, nullable=False),
    Column("told_at", Instant, nullable=False),  # the log clock
    Column("published", Boolean, nullable=False),
    Column("amends", String(64), nullable=True),
    Column("event", LargeBinary, nullable=False),
    Index("verdicts_of_a_period", "agreement", "objective", "version", "start"),
)

outbox = outbox_table(metadata)
offsets = offsets_table(metadata)
