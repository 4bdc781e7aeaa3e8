"""What the portal's API takes and gives, for FastAPI to check and describe."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# PostgreSQL takes no NUL in a text.
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00]+$")]


class _Body(BaseModel):
    """Unknown fields are errors: a misspelt one must not be passed over."""

    model_config = ConfigDict(extra="forbid")


class VersionSaid(_Body):
    """A version of an agreement."""

    version: int
    hash: str
    signed: Literal["outside"]
    in_force: dict[Literal["from", "until"], str | None]
    put_at: str


class AgreementSaid(_Body):
    """An agreement: its latest version's title and parties, and all its versions."""

    id: str
    title: str
    provider: str
    customer: str
    observers: list[str]
    services: list[str]
    latest: int
    versions: list[VersionSaid]


class AgreementsSaid(_Body):
    """The agreements that the key may see."""

    agreements: list[AgreementSaid]


class KeyAsked(_Body):
    """A key to be made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"role": "source", "services": ["webshop"], "sources": ["probe-north"], "name": "probe"},
                {"role": "party", "party": "acme"},
            ]
        }
    )

    role: Literal["operator", "source", "party"]
    party: Name | None = None
    services: list[Name] = Field(default_factory=list, max_length=1_000)
    sources: list[Name] = Field(default_factory=list, max_length=1_000)
    name: Annotated[str, Field(max_length=255, pattern=r"^[^\x00]*$")] = ""


class KeySaid(_Body):
    """A key as listed; its text is kept nowhere."""

    id: str
    role: str
    party: str | None
    services: list[str]
    sources: list[str]
    name: str
    made_at: str


class KeyMade(_Body):
    """A new key. `key` is shown here and never again; `note` tells of names that no agreement has yet."""

    id: str
    role: str
    key: str
    note: str | None = None


class KeysSaid(_Body):
    """All keys."""

    keys: list[KeySaid]


class ReceiverAsked(_Body):
    """Where a party wants to be told; a party's own key needs to name none."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"party": "acme", "url": "https://hooks.acme.example/eyelevel"}]}
    )

    url: Annotated[str, Field(max_length=2_000)]
    party: Name | None = None


class ReceiverSaid(_Body):
    """A receiver. `secret` signs what is sent to it (Standard Webhooks), and is shown when it is added.

    `note` tells, when it is added, that no agreement names the party yet.
    """

    id: str
    party: str
    url: str
    disabled: bool
    secret: str | None = None
    note: str | None = None


class ReceiversSaid(_Body):
    """Receivers."""

    receivers: list[ReceiverSaid]


class LinkAsked(_Body):
    """A sign-in link for a party; a party's own key needs to name none."""

    party: Name | None = None


class LinkSaid(_Body):
    """A link that signs a viewer in, once, until it expires. `note` tells that no agreement names the party yet."""

    url: str
    party: str
    expires_at: str
    note: str | None = None
