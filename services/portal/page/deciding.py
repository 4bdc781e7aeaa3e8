"""Cards for what is open between the parties: what it is about, before when, and the form for whoever may answer.

Both parties read the same card; only the form differs, since one decides and the other may take back what it proposed.
"""

from dataclasses import dataclass
from urllib.parse import quote

from services.portal.page.agreed import Agreed
from services.portal.page.moments import Calendar, Moment
from services.portal.page.seen import Change, Correction
from services.portal.page.undecided import Undecided, Word, asked, decider

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Form:
    """Where it is sent, and its buttons: what each says, and its label. `final`: the first word stands."""

    action: str
    buttons: tuple[tuple[str, str], ...]
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to decide. `before`: until when it waits, None where nobody is waited for.

    `notes` follow what is `said`: the reason given, what was decided. `commands` say the same to the API.
    """

    heading: str
    before: Moment | None
    said: str
    notes: tuple[str, ...]
    form: Form | None
    commands: tuple[str, ...] = ()


def correction_card(
    one: Correction, undecided: Undecided, agreed: Agreed, calendar: Calendar, party: str | None
) -> Card:
    """A correction that waits, or that was decided a moment ago and still stands in the figures as open."""
    say, document = agreed.say, agreed.document
    judge, word = decider(one, document.parties), undecided.answers.get(one.name)
    notes = [say.text("proposed.reason", reason=one.reason[:LONGEST_REASON])] if one.reason else []
    heading = say.text("proposed.waits", name=judge.name)
    if word is not None:
        notes += _said(word, agreed, calendar)
        heading = say.text(f"decided.heading.{word.said}")
    place = f"{document.metadata.id} {one.name}"
    return Card(
        heading=heading,
        before=None if word else calendar.short(one.before),
        said=proposal(one, agreed, calendar),
        notes=tuple(notes),
        form=None if word else _correction_form(one, judge.id, agreed, party),
        commands=()
        if word
        else tuple(f"eyelevel correction {verb} {place}" for verb in ("accept", "decline")),
    )


def maintenance_card(
    change: Change, undecided: Undecided, agreed: Agreed, calendar: Calendar, party: str | None
) -> Card:
    """Maintenance to come: what is asked of whom, what they said, and why it would not count as such."""
    say, document = agreed.say, agreed.document
    side, word = asked(document), undecided.word_on(change)
    waits = side is not None and word is None
    short = [say.text(f"maintenance.{why}") for why in change.falls_short if why != "not_acknowledged"]
    notes = [*(_said(word, agreed, calendar) if word else ()), *short]
    place = f"{document.metadata.id} {change.name}"
    return Card(
        heading=say.text("proposed.waits", name=side.name)
        if side is not None and waits
        else say.text("maintenance.heading"),
        before=calendar.short(change.start) if waits else None,
        said=announcement(change, agreed, calendar),
        notes=tuple(notes),
        form=_change_form(change, word, agreed) if side is not None and side.id == party else None,
        commands=tuple(f"eyelevel change {verb} {place}" for verb in ("acknowledge", "decline"))
        if waits
        else (),
    )


def proposal(correction: Correction, agreed: Agreed, calendar: Calendar) -> str:
    """Who proposes to count which time as what; of an incident, that its clocks leave it out."""
    named = "proposed.said.incident" if correction.of_incident else "proposed.said"
    return agreed.say.text(
        named,
        by=agreed.party(correction.by),
        to=agreed.say(f"proposed.to.{correction.to}"),
        of=correction.of,
        start=calendar.short(correction.start).text,
        end=calendar.until(correction.start, correction.end).text,
        length=agreed.length(correction.end - correction.start),
    )


def announcement(change: Change, agreed: Agreed, calendar: Calendar) -> str:
    """What was announced, for which services, when."""
    names = {service.id: service.name for service in agreed.document.services}
    return agreed.say.text(
        "maintenance.said",
        what=change_name(change),
        services=", ".join(names.get(service, service) for service in change.services),
        start=calendar.short(change.start).text,
        end=calendar.until(change.start, change.end).text,
        announced=calendar.short(change.announced_at).text,
    )


def change_name(change: Change) -> str:
    """`New database (CHG-121)`, or the id alone."""
    return f"{change.title} ({change.name})" if change.title else change.name


def _said(word: Word, agreed: Agreed, calendar: Calendar) -> list[str]:
    say, when = agreed.say, calendar.short(word.at).text
    if word.by is None:
        said = say.text(f"decided.silence.{word.said}", when=when)
    else:
        said = say.text(f"decided.{word.said}", name=agreed.party(word.by), when=when)
    reason = [say.text("proposed.reason", reason=word.reason[:LONGEST_REASON])] if word.reason else []
    return [said, *reason]


def _correction_form(one: Correction, judge: str, agreed: Agreed, party: str | None) -> Form | None:
    if party not in {judge, one.by}:
        return None
    own = party == one.by
    words = ("withdrawn",) if own else ("accepted", "declined")
    buttons = tuple((word, agreed.say.text(f"decide.{word}")) for word in words)
    return Form(_place(agreed, "corrections", one.name), buttons, final=True)


def _change_form(change: Change, word: Word | None, agreed: Agreed) -> Form:
    """The last word counts, so what was not said yet may still be."""
    words = [each for each in ("acknowledged", "declined") if word is None or each != word.said]
    buttons = tuple((each, agreed.say.text(f"decide.{each}")) for each in words)
    return Form(_place(agreed, "changes", change.name), buttons, final=False)


def _place(agreed: Agreed, kind: str, name: str) -> str:
    return f"/agreements/{quote(agreed.document.metadata.id, safe='')}/{kind}/{quote(name, safe='')}"
