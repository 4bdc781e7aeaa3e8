"""A clock of an incident in words: when it began, when it was due, where it rested, how it ended."""

from __future__ import annotations

from shared.agreements import words
from shared.agreements.explained.deciding import deciding_dative, deciding_length
from shared.agreements.explained.voice import Voice
from shared.sla.explanation.explanation import ClockShown, OffReason, Turn
from shared.sla.figures import ClockState

_REASONS = {
    OffReason.PAUSED: ("paused", "geruht"),
    OffReason.STOPPED: ("stopped before a reopening", "vor einer Wiedereröffnung angehalten"),
    OffReason.EXCUSED: ("excused", "entschuldigt"),
}


def clock_label(clock: ClockShown) -> str:
    """`INC-7 (P1)`."""
    figure = clock.figure
    name = words.shortened(figure.incident, 60)
    return f"{name} ({words.shortened(figure.priority, 20)})" if figure.priority else name


def clock_state(voice: Voice, state: ClockState) -> str:
    """One word for a table."""
    return voice.say(
        *{
            ClockState.RUNNING: ("running", "läuft"),
            ClockState.PAUSED: ("paused", "ruht"),
            ClockState.FULFILLED: ("in time", "rechtzeitig"),
            ClockState.BREACHED: ("too late", "zu spät"),
            ClockState.RELEASED: ("released", "ausgeschieden"),
        }[state]
    )


def clock_sentence(voice: Voice, clock: ClockShown) -> str:
    """What has become of a clock, in a few short sentences."""
    figure = clock.figure
    parts = [
        voice.say(
            f"{clock_label(clock)}: began on {voice.moment(figure.started_at)}",
            f"{clock_label(clock)}: begann am {voice.moment(figure.started_at)}",
        )
    ]
    parts += [_turned(voice, turn) for turn in clock.turns]
    if figure.deadline is not None:
        parts.append(_due(voice, clock, figure.deadline))
    parts.append(_end(voice, clock))
    rests = [_rest(voice, clock, reason) for reason in OffReason]
    return f"{'; '.join([*parts, *(one for one in rests if one)])}."


def _turned(voice: Voice, turn: Turn) -> str:
    """A new priority, and whether that or a reopening left no time."""
    when = voice.moment(turn.at)
    now, was = (None if one is None else words.shortened(one, 20) for one in (turn.now, turn.was))
    if now == was:
        said = voice.say(f"was reopened on {when}", f"wurde am {when} wieder eröffnet")
    else:
        instead = "" if was is None else voice.say(f" instead of {was}", f" statt {was}")
        said = voice.say(f"became {now}{instead} on {when}", f"wurde am {when} {now}{instead}")
    if not turn.spent:
        return said
    return said + voice.say(
        ", and from that moment its time was spent", ", und von da an war ihre Zeit verbraucht"
    )


def _due(voice: Voice, clock: ClockShown, deadline: int) -> str:
    """When it is due; where that is a closing time, why an end after it is in time still."""
    state, due = clock.figure.state, voice.moment(deadline)
    if state is ClockState.PAUSED:
        return voice.say(
            f"would be due on {due} if it went on now", f"wäre bei Fortgang jetzt am {due} fällig"
        )
    late = next((turn for turn in clock.turns if turn.spent and turn.now != turn.was), None)
    if late is not None:
        now = words.shortened(late.now or "", 20)
        return voice.say(f"by {now} it was due on {due}", f"nach {now} war sie fällig am {due}")
    decided = state in (ClockState.FULFILLED, ClockState.BREACHED)
    said = voice.say(
        f"{'was' if decided else 'is'} due on {due}", f"{'war' if decided else 'ist'} fällig am {due}"
    )
    if state is ClockState.BREACHED or clock.ends_at <= deadline:
        return said
    rests = (
        "and nothing counts from then to the next opening",
        "und von da bis zur nächsten Öffnung zählt nichts",
    )
    return f"{said}, {voice.say(*rests)}"


def _end(voice: Voice, clock: ClockShown) -> str:
    figure = clock.figure
    allowed = "" if clock.within is None else _allowed(voice, clock.within)
    bound = clock.within or 0
    used = deciding_length(voice, figure.elapsed, bound, service=True)
    time = voice.say(
        f"after {used} of service time{allowed}",
        f"nach {deciding_dative(voice, figure.elapsed, bound)} Servicezeit{allowed}",
    )
    stopped = "" if figure.stopped_at is None else voice.moment(figure.stopped_at)
    match figure.state:
        case ClockState.FULFILLED:
            return voice.say(
                f"ended in time on {stopped}, {time}", f"endete rechtzeitig am {stopped}, {time}"
            )
        case ClockState.BREACHED if stopped:
            return voice.say(f"ended too late on {stopped}, {time}", f"endete zu spät am {stopped}, {time}")
        case ClockState.BREACHED:
            return voice.say(f"has not ended, {time}", f"ist nicht beendet, {time}")
        case ClockState.RELEASED:
            return _released(voice, clock)
        case _:
            return voice.say(
                f"{used} of service time is used{allowed}", f"bisher {used} Servicezeit{allowed}"
            )


def _released(voice: Voice, clock: ClockShown) -> str:
    when = voice.moment(clock.ends_at)
    if clock.cancelled:
        return voice.say(
            f"no longer counts, since the incident was cancelled on {when}",
            f"zählt nicht mehr, da die Störung am {when} zurückgezogen wurde",
        )
    return voice.say(
        f"no longer counts, since from {when} on the incident is none of these",
        f"zählt nicht mehr, da die Störung seit {when} nicht mehr dazugehört",
    )


def _allowed(voice: Voice, within: int) -> str:
    time = words.service_time(within, voice.language)
    return voice.say(f" ({time} allowed)", f" (erlaubt: {time})")


def _rest(voice: Voice, clock: ClockShown, reason: OffReason) -> str:
    """The time in which it did not run, by reason."""
    time = sum(one.time for one in clock.off if one.reason is reason)
    if not time:
        return ""
    statuses = list(dict.fromkeys(one.of for one in clock.off if one.reason is reason and one.of is not None))
    named = f" ({', '.join(words.shortened(one, 40) for one in statuses[:4])})" if statuses else ""
    return f"{voice.service_time(time)} {voice.say(*_REASONS[reason])}{named}"
