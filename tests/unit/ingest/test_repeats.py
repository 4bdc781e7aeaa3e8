"""What the recent window says of a fact that comes again."""

from services.ingest.repeats import New, OtherContent, Recent, Repeated, Seen


def fact(digest: bytes = b"a", identity: str = "1", agreements: tuple[str, ...] = ("acme",)) -> Seen:
    return Seen("probe", identity, digest, agreements)


def window(*facts: Seen, most: int = 100) -> Recent:
    recent = Recent(most)
    for seen in facts:
        recent.remember(seen)
    return recent


def test_a_fact_not_seen_is_new() -> None:
    assert window().judge(fact()) == New(("acme",))


def test_the_same_content_is_a_repeat() -> None:
    assert window(fact()).judge(fact()) == Repeated()


def test_other_content_under_the_same_id_is_said_so() -> None:
    assert window(fact(b"a")).judge(fact(b"b")) == OtherContent()


def test_a_repeat_is_written_for_an_agreement_that_does_not_have_it_yet() -> None:
    assert window(fact()).judge(fact(agreements=("acme", "globex"))) == New(("globex",))


def test_two_tenants_may_count_alike() -> None:
    assert window(fact(b"a")).judge(fact(b"b", agreements=("globex",))) == New(("globex",))


def test_what_the_same_batch_brought_before_counts_too() -> None:
    assert window().judge(fact(), beside=window(fact())) == Repeated()
    assert window().judge(fact(b"b"), beside=window(fact())) == OtherContent()


def test_the_window_forgets_the_oldest_first() -> None:
    recent = window(fact(identity="1"), fact(identity="2"), fact(identity="3"), most=2)
    assert len(recent) == 2
    assert recent.judge(fact(identity="1")) == New(("acme",))
    assert recent.judge(fact(identity="2")) == Repeated()


def test_a_fact_seen_again_stays_longer() -> None:
    recent = window(*(fact(identity=name) for name in ("1", "2", "1", "3")), most=2)
    assert recent.judge(fact(identity="1")) == Repeated()
    assert recent.judge(fact(identity="2")) == New(("acme",))


def test_a_window_takes_in_another() -> None:
    recent = window()
    recent.absorb(window(fact()))
    assert recent.judge(fact()) == Repeated()


def test_a_window_of_none_remembers_nothing() -> None:
    assert window(fact(), most=0).judge(fact()) == New(("acme",))
