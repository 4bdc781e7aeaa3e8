"""What follows from an answer: told, tried again, or given up. Pure; the time and the jitter are handed in.

The schedule is that of Standard Webhooks 1.0.0 (spec, "Deliverability and reliability"): at once, then after 5 s,
5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, each pause made up to a tenth longer by jitter, so that many
messages that failed together do not come back together. 2xx is success; anything else is not, a redirect
included; 410 says that the receiver wants nothing any more; 429 and 503 may say how long to wait.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

STANDARD_PAUSES = (
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
)
LONGEST_WAIT = 24 * HOUR
JITTER_SHARE = Fraction(1, 10)

GONE = 410
_MAY_SAY_WHEN = frozenset({429, 503})

State = Literal["waiting", "delivered", "gave_up"]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one attempt ended: a status, or an error in a sentence. `took` and `retry_after` in microseconds."""

    took: int
    status: int | None = None
    error: str | None = None
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What went before. `tries` counts the scheduled tries, this one included; `asked` is a try by hand."""

    state: State
    tries: int
    planned_at: int | None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """What to do, and why in one sentence.

    `next_at` is the instant of the next scheduled try. `gone` takes the receiver out of further deliveries,
    `quiet_until` keeps everything else from the receiver until then.
    """

    state: State
    reason: str
    next_at: int | None = None
    gone: bool = False
    quiet_until: int | None = None


def decide(
    answer: Answer, tried: Tried, now: int, pauses: tuple[int, ...], jitter: Fraction
) -> RetryDecision:
    """What follows from `answer`, which was had at `now`.

    `pauses` are the microseconds before the second, third, … try; `jitter` lies in [0, 1). A try by hand changes
    nothing of the schedule: it succeeds, or all stays as it was.
    """
    if answer.status is not None and 200 <= answer.status < 300:
        return RetryDecision("delivered", f"The receiver answered {answer.status}.")
    fault = answer.error or _fault(answer.status)
    quiet = _quiet_until(answer, now)
    if answer.status == GONE:
        state: State = "delivered" if tried.state == "delivered" else "gave_up"
        return RetryDecision(state, f"{fault} It is told nothing further.", gone=True)
    if tried.asked:
        return RetryDecision(tried.state, fault, tried.planned_at, quiet_until=quiet)
    if tried.tries > len(pauses):
        return RetryDecision(
            "gave_up", f"{fault} That was the last of {tried.tries} tries.", quiet_until=quiet
        )
    pause = pauses[tried.tries - 1]
    planned = now + pause + int(pause * JITTER_SHARE * jitter)
    return RetryDecision("waiting", fault, max(planned, quiet or planned), quiet_until=quiet)


def not_sent(why: str, tried: Tried) -> RetryDecision:
    """A delivery that is not sent at all, since its receiver is no longer there: `why` is a whole sentence."""
    return RetryDecision("delivered" if tried.state == "delivered" else "gave_up", f"Not sent: {why}")


def _fault(status: int | None) -> str:
    if status is None:
        return "The receiver gave no answer."
    if 300 <= status < 400:
        return f"The receiver answered {status}, a redirect; redirects are not followed."
    if status == GONE:
        return "The receiver answered 410, gone."
    return f"The receiver answered {status}."


def _quiet_until(answer: Answer, now: int) -> int | None:
    if answer.status not in _MAY_SAY_WHEN or not answer.retry_after:
        return None
    return now + min(answer.retry_after, LONGEST_WAIT)
