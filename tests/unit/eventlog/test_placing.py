"""Where entries go. The hashes of keys are those of the Java client's own test (UtilsTest.testMurmur2)."""

import pytest
from aiokafka.partitioner import murmur2

from shared.eventlog.kafka.placing import partition_of, place
from shared.eventlog.port import Entry, Partition


@pytest.mark.parametrize(
    ("key", "hashed"),
    [
        ("21", -973932308),
        ("foobar", -790332482),
        ("a-little-bit-long-string", -985981536),
        ("a-little-bit-longer-string", -1486304829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        ("abc", 479470107),
    ],
)
def test_a_key_goes_where_the_java_client_puts_it(key: str, hashed: int) -> None:
    assert murmur2(key.encode()) == hashed % 2**32
    assert partition_of(key, 12) == (hashed & 0x7FFFFFFF) % 12


def test_entries_of_a_partition_keep_their_order() -> None:
    entries = [Entry("facts", key, None) for key in ("21", "abc", "21", "foobar", "abc")]
    placed = place(entries, {"facts": 4}, turn=0)
    assert sum(map(len, placed.values())) == 5
    for partition, there in placed.items():
        assert there == [entry for entry in entries if partition_of(entry.key or "", 4) == partition.number]


def test_a_named_partition_wins_over_the_key() -> None:
    entry = Entry("facts", "abc", None, partition=3)
    assert place([entry], {"facts": 4}, turn=0) == {Partition("facts", 3): [entry]}


@pytest.mark.parametrize("number", [-1, 4])
def test_a_partition_that_is_not_there_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="4 partitions"):
        place([Entry("facts", None, b"", partition=number)], {"facts": 4}, turn=0)


def test_entries_without_a_key_go_round_the_partitions() -> None:
    entry = Entry("raw", None, b"")
    assert [next(iter(place([entry], {"raw": 3}, turn=turn))).number for turn in range(4)] == [0, 1, 2, 0]
