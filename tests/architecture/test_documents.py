"""What the documents name is there: every path in backticks, every link, every command of make."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOLDERS = ("services", "shared", "tests", "docs", "deploy", ".ci")
KINDS = "py|md|yml|yaml|json|toml|sh|lock|html|css|js"
OF_THE_READER = {"agreement.yaml"}
PRESENT = [
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts
]


def named_paths(text: str) -> Iterator[str]:
    """What in backticks is a path of ours: it begins with a folder of ours, or ends like a file."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for said in re.findall(r"`([\w./*-]+)`", prose):
        if said.startswith(tuple(f"{folder}/" for folder in FOLDERS)) or re.search(rf"\w\.({KINDS})$", said):
            yield said


def is_there(said: str) -> bool:
    """From the root, or for a file's name alone anywhere in our folders too. An empty folder is none."""
    found = list(ROOT.glob(said.rstrip("/")))
    if "/" not in said:
        found += [path for path in PRESENT if path.name == said]
    return any(path.is_file() or any(path.rglob("*.*")) for path in found)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_is_there(document: Path):
    missing = {said for said in named_paths(document.read_text()) if not is_there(said)} - OF_THE_READER
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(document: Path):
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    inner = {target.partition("#")[0] for target in targets if "://" not in target} - {""}
    assert not {target for target in inner if not (document.parent / target).exists()}


def test_every_document_that_the_code_names_is_there():
    """By its path, or by its name alone where it stands in docs."""
    code = [path for path in PRESENT if path.suffix == ".py" and path != Path(__file__)]
    named = {said for path in code for said in re.findall(r"[\w./-]*\w\.md\b", path.read_text())}
    assert not {said for said in named if not any((place / said).exists() for place in (ROOT, ROOT / "docs"))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_make_is_there(document: Path):
    commands = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", document.read_text(), re.MULTILINE)) <= commands


def test_the_look_at_documents_would_see_what_is_missing():
    text = "`services/evaluator/nowhere.py`, `retry.py`, `gone.py`, `shared/sla/`\n```\n`tests/none`\n```\n"
    assert [said for said in named_paths(text) if not is_there(said)] == [
        "services/evaluator/nowhere.py",
        "gone.py",
    ]


def test_every_document_is_reached_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document not in seen:
            seen.add(document)
            targets = re.findall(r"\]\(([^)\s#]+\.md|[^)\s#]+/)\)", document.read_text())
            places = [(document.parent / target).resolve() for target in targets if "://" not in target]
            waiting += [
                file for place in places for file in ([place] if place.is_file() else place.glob("*.md"))
            ]
    assert set(DOCUMENTS) - seen == set()


def test_every_decision_has_a_number_of_its_own_and_begins_with_it():
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        assert path.read_text().startswith(f"# {int(path.name[:4])}. "), path.name
