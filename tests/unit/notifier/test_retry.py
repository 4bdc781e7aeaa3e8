"""What follows from an answer."""

from fractions import Fraction

import pytest

from services.notifier.retry import (
    HOUR,
    MINUTE,
    SECOND,
    STANDARD_PAUSES,
    Answer,
    RetryDecision,
    Tried,
    decide,
    not_sent,
)

NOW = 1_800_000_000 * SECOND
FIRST = Tried("waiting", 1, NOW)


def decided(answer: Answer, tried: Tried = FIRST, jitter: Fraction = Fraction(0)) -> RetryDecision:
    return decide(answer, tried, NOW, STANDARD_PAUSES, jitter)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (199, "waiting"),
        (200, "delivered"),
        (204, "delivered"),
        (299, "delivered"),
        (300, "waiting"),
        (302, "waiting"),
        (400, "waiting"),
        (404, "waiting"),
        (410, "gave_up"),
        (429, "waiting"),
        (500, "waiting"),
        (503, "waiting"),
    ],
)
def test_only_an_answer_from_200_to_299_is_success(status: int, state: str) -> None:
    assert decided(Answer(0, status)).state == state


@pytest.mark.parametrize(
    ("tries", "pause"),
    [
        (1, 5 * SECOND),
        (2, 5 * MINUTE),
        (3, 30 * MINUTE),
        (4, 2 * HOUR),
        (5, 5 * HOUR),
        (6, 10 * HOUR),
        (7, 14 * HOUR),
        (8, 20 * HOUR),
        (9, 24 * HOUR),
    ],
)
def test_the_pauses_are_those_of_standard_webhooks(tries: int, pause: int) -> None:
    decision = decided(Answer(0, 500), Tried("waiting", tries, NOW))
    assert (decision.state, decision.next_at) == ("waiting", NOW + pause)


def test_after_the_tenth_try_it_is_given_up() -> None:
    decision = decided(Answer(0, 500), Tried("waiting", 10, NOW))
    assert decision == RetryDecision("gave_up", "The receiver answered 500. That was the last of 10 tries.")


def test_a_tenth_try_that_succeeds_is_a_success() -> None:
    assert decided(Answer(0, 200), Tried("waiting", 10, NOW)).state == "delivered"


@pytest.mark.parametrize(
    ("jitter", "later"), [(Fraction(0), 0), (Fraction(1, 2), SECOND // 4), (Fraction(999, 1000), 499_500)]
)
def test_jitter_makes_a_pause_up_to_a_tenth_longer(jitter: Fraction, later: int) -> None:
    assert decided(Answer(0, 500), jitter=jitter).next_at == NOW + 5 * SECOND + later


def test_no_answer_is_tried_again_and_the_reason_is_the_error() -> None:
    decision = decided(Answer(0, error="The receiver took no connection: refused."))
    assert decision == RetryDecision("waiting", "The receiver took no connection: refused.", NOW + 5 * SECOND)


def test_a_redirect_is_a_failure_that_says_so() -> None:
    assert (
        decided(Answer(0, 302)).reason == "The receiver answered 302, a redirect; redirects are not followed."
    )


def test_410_gives_up_and_takes_the_receiver_out() -> None:
    decision = decided(Answer(0, 410))
    assert (decision.state, decision.gone, decision.next_at) == ("gave_up", True, None)


@pytest.mark.parametrize(
    ("status", "retry_after", "next_at", "quiet_until"),
    [
        (429, 60 * SECOND, NOW + 60 * SECOND, NOW + 60 * SECOND),
        (503, 60 * SECOND, NOW + 60 * SECOND, NOW + 60 * SECOND),
        (429, 2 * SECOND, NOW + 5 * SECOND, NOW + 2 * SECOND),
        (429, 5 * SECOND, NOW + 5 * SECOND, NOW + 5 * SECOND),
        (429, 0, NOW + 5 * SECOND, None),
        (429, None, NOW + 5 * SECOND, None),
        (429, 48 * HOUR, NOW + 24 * HOUR, NOW + 24 * HOUR),
        (500, 60 * SECOND, NOW + 5 * SECOND, None),
    ],
)
def test_retry_after_of_429_and_503_is_the_least_wait_up_to_a_day(
    status: int, retry_after: int | None, next_at: int, quiet_until: int | None
) -> None:
    decision = decided(Answer(0, status, retry_after=retry_after))
    assert (decision.next_at, decision.quiet_until) == (next_at, quiet_until)


@pytest.mark.parametrize("state", ["waiting", "delivered", "gave_up"])
def test_a_try_by_hand_that_fails_leaves_everything_as_it_was(state: str) -> None:
    planned = NOW + HOUR if state == "waiting" else None
    tried = Tried(state, 3, planned, asked=True)  # type: ignore[arg-type]  # a state from the table
    decision = decided(Answer(0, 500), tried)
    assert (decision.state, decision.next_at) == (state, planned)


def test_a_try_by_hand_can_still_succeed_after_giving_up() -> None:
    assert decided(Answer(0, 200), Tried("gave_up", 10, None, asked=True)).state == "delivered"


def test_what_was_delivered_stays_delivered_when_sent_again_to_a_receiver_that_is_gone() -> None:
    assert decided(Answer(0, 410), Tried("delivered", 1, None, asked=True)).state == "delivered"


def test_what_cannot_be_sent_is_given_up_with_the_reason() -> None:
    assert not_sent("the receiver is no longer in the directory.", FIRST) == RetryDecision(
        "gave_up", "Not sent: the receiver is no longer in the directory."
    )
