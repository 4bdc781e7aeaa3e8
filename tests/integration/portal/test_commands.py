"""`eyelevel agreement put`, `key`, `receiver`, `link`, `correction` and `change` against a running portal."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner, Result

from services.cli import agreement, changes, corrections, keys, main, receivers
from tests.end_to_end.page_stand import PageStand, page_stand
from tests.unit.portal.documents import small


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageStand]:
    with page_stand(tmp_path_factory.mktemp("commands")) as found:
        yield found


def run(stand: PageStand, command: str, *arguments: str, key: str | None = None) -> Result:
    """The subcommand as `eyelevel` runs it, with the address and the key in the environment."""
    apps = {
        "agreement": agreement.app, "key": keys.app, "receiver": receivers.app, "correction": corrections.app,
        "change": changes.app,
    }  # fmt: skip
    app = apps.get(command) or main._app_of(main.COMMANDS["link"])
    environment = {"EYELEVEL_URL": stand.url, "EYELEVEL_KEY": stand.operator_key if key is None else key}
    return CliRunner().invoke(app, list(arguments), env=environment)


def test_every_version_in_a_file_is_put_the_first_one_first(stand: PageStand, tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(f"{small('two', version=2, service='t')}---\n{small('two', version=1, service='t')}")

    done = run(stand, "agreement", "put", str(file))
    again = run(stand, "agreement", "put", str(file), "--json")

    assert done.exit_code == 0, done.output
    said = [line.split(": ")[0] for line in done.stdout.splitlines()]
    assert said == ["Version 1 of two is in place now", "Version 2 of two is in place now"]
    assert again.exit_code == 0
    assert '"latest": 2' in again.stdout


def test_a_version_that_was_there_is_told_apart_from_a_new_one(stand: PageStand, tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(small("again", service="a"))

    run(stand, "agreement", "put", str(file))
    again = run(stand, "agreement", "put", str(file))

    assert again.stdout.startswith("Version 1 of again was in place already, the same: ")


def test_a_party_that_no_agreement_names_is_remarked_beside_the_link(stand: PageStand) -> None:
    done = run(stand, "link", "somebody-else")

    assert done.exit_code == 0
    assert done.stderr == "No agreement names the party 'somebody-else' yet.\n"
    assert "/sign-in/" in done.stdout


def test_faults_are_told_with_their_place_before_anything_is_sent(stand: PageStand, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(small("bad", service="b").replace("time_zone: UTC\n", ""))

    done = run(stand, "agreement", "put", str(file))

    assert done.exit_code == 2
    assert f"{file}:" in done.stderr
    assert "time_zone" in done.stderr


def test_what_the_portal_refuses_is_told_in_its_words(stand: PageStand, tmp_path: Path) -> None:
    file = tmp_path / "taken.yaml"
    file.write_text(small("taken", provider="other", service="shop"))

    done = run(stand, "agreement", "put", str(file))

    assert done.exit_code == 2
    assert "belongs to another provider" in done.stderr


def test_a_key_is_made_listed_used_and_taken_back(stand: PageStand) -> None:
    made = run(stand, "key", "create", "--role", "party", "--party", "acme", "--name", "ada").stdout.strip()
    listed = run(stand, "key", "list").stdout
    identity = next(line.split()[0] for line in listed.splitlines() if line.endswith("ada"))

    headers = {"Authorization": f"Bearer {made}"}
    assert httpx2.get(f"{stand.url}/v1/agreements", headers=headers).status_code == 200
    assert run(stand, "key", "revoke", identity).exit_code == 0
    assert httpx2.get(f"{stand.url}/v1/agreements", headers=headers).status_code == 401


def test_a_receiver_is_added_with_its_secret_listed_and_removed(stand: PageStand) -> None:
    added = run(stand, "receiver", "add", "https://hooks.acme.example/in", "--party", "acme", "--json")
    said = json.loads(added.stdout)

    assert said["url"] == "https://hooks.acme.example/in"
    assert said["secret"].startswith("whsec_")
    assert said["id"] in run(stand, "receiver", "list").stdout
    assert run(stand, "receiver", "remove", said["id"]).exit_code == 0
    assert said["id"] not in run(stand, "receiver", "list").stdout


def test_a_link_opens_the_page_once(stand: PageStand) -> None:
    url = run(stand, "link", "acme").stdout.strip()

    assert httpx2.post(url).status_code == 303
    assert httpx2.post(url).status_code == 410


def test_a_correction_is_proposed_by_one_party_and_accepted_by_the_other(
    stand: PageStand, tmp_path: Path
) -> None:
    file = tmp_path / "agreement.yaml"
    asking = "maintenance: {acknowledged_by: customer}\nobjectives:"
    file.write_text(small("corrected", service="cor").replace("objectives:", asking))
    run(stand, "agreement", "put", str(file))
    provider, customer = (
        run(stand, "key", "create", "--role", "party", "--party", party).stdout.strip()
        for party in ("north", "acme")
    )
    span = ("--from", "2026-01-17T03:00:00Z", "--until", "2026-01-17T04:00:00Z")

    what = ("--to", "excused", "--service", "cor")
    proposed = run(stand, "correction", "propose", "corrected", "c-1", *span, *what, key=provider)
    own = run(stand, "correction", "accept", "corrected", "c-1", key=provider)
    accepted = run(stand, "correction", "accept", "corrected", "c-1", key=customer)
    listed = run(stand, "correction", "list", "corrected", key=customer)
    answered = run(stand, "change", "acknowledge", "corrected", "ch-1", key=customer)

    about = "c-1  cor  2026-01-17T03:00:00Z to 2026-01-17T04:00:00Z: excused, by north"
    assert proposed.stdout.startswith(f"{about}, proposed, to be decided before ")
    assert own.stderr == "The other party decides on what you proposed; you can withdraw it.\n"
    assert accepted.stdout == listed.stdout == f"{about}, accepted\n"
    assert answered.stdout == "ch-1 is acknowledged by acme.\n"


@pytest.mark.parametrize("key", ["", "eye_o_000000000000_" + "a" * 43])
def test_without_a_key_that_holds_nothing_is_done_and_a_sentence_says_why(stand: PageStand, key: str) -> None:
    done = run(stand, "link", "acme", key=key)

    assert done.exit_code == 2
    assert "key" in done.stderr.lower()
    assert done.stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ("agreement", "put", "agreement.yaml"),
        ("key", "list"),
        ("receiver", "add", "https://hooks.acme.example/in"),
        ("receiver", "list"),
        ("receiver", "remove", "rcv_1"),
        ("link", "acme"),
        ("correction", "list", "url"),
        ("correction", "accept", "url", "c-1"),
        ("change", "decline", "url", "ch-1"),
    ],
    ids=" ".join,
)
def test_url_is_where_eyelevel_is_in_every_command(
    stand: PageStand, command: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(small("url", service="u"))
    arguments = [str(file) if word == file.name else word for word in command]

    done = run(stand, *arguments, "--url", "http://127.0.0.1:9")

    assert done.exit_code == 2
    assert "http://127.0.0.1:9 does not answer" in done.stderr
