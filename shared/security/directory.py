"""The directory in memory: the latest entry of each key of `eyelevel.directory.v1`, asked by service, party or id."""

from collections import defaultdict

from shared.contracts.directory import AgreementEntry, KeyEntry, ReceiverEntry, decode_entry, key_of
from shared.security.keyring import Keyring


class Directory:
    """What the portal published so far. Built by `apply` in the order of the topic; used on one event loop."""

    def __init__(self, keyring: Keyring | None = None) -> None:
        self.keyring = keyring or Keyring()
        self._agreements: dict[str, AgreementEntry] = {}
        self._receivers: dict[str, ReceiverEntry] = {}
        self._by_service: dict[str, set[str]] = defaultdict(set)

    def apply(self, key: str, value: bytes | None) -> None:
        """Take a record in; an empty value takes the entry away. ValueError (also msgspec's) where it is none."""
        entry = decode_entry(value) if value is not None else None
        if entry is not None and key_of(entry) != key:
            raise ValueError(f"the directory's record {key!r} holds the entry {key_of(entry)!r}")
        kind, _, id_ = key.partition(":")
        match kind:
            case "agreement":
                self._put_agreement(id_, entry if isinstance(entry, AgreementEntry) else None)
            case "key" if isinstance(entry, KeyEntry):
                self.keyring.put(entry)
            case "key":
                self.keyring.drop(id_)
            case "receiver" if isinstance(entry, ReceiverEntry):
                self._receivers[id_] = entry
            case "receiver":
                self._receivers.pop(id_, None)
            case _:
                raise ValueError(f"the directory's record {key!r} is of no kind known here")

    def agreement(self, id_: str) -> AgreementEntry | None:
        """The agreement of this id."""
        return self._agreements.get(id_)

    def agreements(self) -> tuple[AgreementEntry, ...]:
        """All of them, by id."""
        return tuple(self._agreements[id_] for id_ in sorted(self._agreements))

    def agreements_of_service(self, service: str) -> tuple[AgreementEntry, ...]:
        """Every agreement one of whose versions names the service, by id."""
        return tuple(self._agreements[id_] for id_ in sorted(self._by_service.get(service, ())))

    def receivers_of(self, party: str) -> tuple[ReceiverEntry, ...]:
        """Where the party wants to be told, by id; disabled ones left out."""
        theirs = (entry for entry in self._receivers.values() if entry.party == party and not entry.disabled)
        return tuple(sorted(theirs, key=lambda entry: entry.id))

    def receiver(self, id_: str) -> ReceiverEntry | None:
        """The receiver of this id, disabled or not."""
        return self._receivers.get(id_)

    def _put_agreement(self, id_: str, entry: AgreementEntry | None) -> None:
        before = self._agreements.pop(id_, None)
        for service in before.services if before else ():
            self._by_service[service].discard(id_)
            if not self._by_service[service]:
                del self._by_service[service]
        if entry is None:
            return
        self._agreements[id_] = entry
        for service in entry.services:
            self._by_service[service].add(id_)
