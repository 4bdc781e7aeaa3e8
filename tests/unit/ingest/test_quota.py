"""How much of what is refused is kept."""

from services.ingest.quota import Quota, Rate

SECOND = 1_000_000
PLENTY = Rate(1_000_000, 1_000_000)


def kept(quota: Quota, source: str, now: int, times: int) -> int:
    return sum(quota.allows(source, now) for _ in range(times))


def test_a_source_has_so_many_at_once() -> None:
    assert kept(Quota(Rate(3, 1), PLENTY), "probe", 0, 10) == 3


def test_one_source_takes_nothing_from_another() -> None:
    quota = Quota(Rate(3, 1), PLENTY)
    kept(quota, "broken", 0, 10)
    assert kept(quota, "probe", 0, 10) == 3


def test_the_share_refills_with_time_up_to_its_size() -> None:
    quota = Quota(Rate(3, 2), PLENTY)
    kept(quota, "probe", 0, 10)
    assert kept(quota, "probe", SECOND, 10) == 2
    assert kept(quota, "probe", 100 * SECOND, 10) == 3


def test_half_a_record_is_none() -> None:
    quota = Quota(Rate(1, 1), PLENTY)
    kept(quota, "probe", 0, 1)
    assert kept(quota, "probe", SECOND - 1, 1) == 0
    assert kept(quota, "probe", SECOND, 1) == 1


def test_a_producer_that_changes_its_name_meets_the_share_of_all() -> None:
    quota = Quota(Rate(3, 1), Rate(5, 0))
    assert sum(quota.allows(f"probe-{n}", 0) for n in range(100)) == 5


def test_a_clock_that_goes_back_gives_nothing() -> None:
    quota = Quota(Rate(1, 1), PLENTY)
    kept(quota, "probe", 10 * SECOND, 1)
    assert kept(quota, "probe", 0, 1) == 0
    assert kept(quota, "probe", 10 * SECOND, 1) == 0


def test_sources_are_remembered_up_to_a_bound() -> None:
    quota = Quota(Rate(1, 0), PLENTY, most_sources=2)
    for source in ("a", "b", "c"):
        assert quota.allows(source, 0)
    assert not quota.allows("c", 0)
    assert quota.allows("a", 0)
