"""`eyelevel agreement check FILE`: is it clear, and what would one think about before signing? `try` computes it on
kept facts, `put` brings it in.

Exit status 0: nothing to correct. 2: refused, one sentence a fault on standard error, with file, line and column.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from services.cli.agreement_put import put
from services.cli.agreement_try import try_
from services.cli.terminal import complain, show

app: Final = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def agreement() -> None:
    """Check an agreement, try it on kept facts, or put it into force."""


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The agreement, YAML or JSON.")],
    language: Annotated[str, typer.Option(help="en or de: the language of the clauses.")] = "en",
    clauses: Annotated[bool, typer.Option("--clauses", help="Say each clause as a sentence.")] = False,
) -> None:
    """Find what is wrong or ambiguous in an agreement, and advise."""
    from shared.agreements.faults import BadAgreement
    from shared.agreements.linter import advice
    from shared.agreements.reading import read_agreement
    from shared.agreements.sentences import clauses_of
    from shared.agreements.versions import use_packaged_zones

    use_packaged_zones()
    if language not in {"en", "de"}:
        _refuse(f"--language: {language!r} is not known; it is en or de")
    try:
        documents = read_agreement(Path(file).read_bytes(), file)
    except OSError as error:
        _refuse(f"{file}: cannot be read: {error.strerror or error}")
    except BadAgreement as error:
        _refuse(*(fault.text(file) for fault in error.faults))
    for document in documents:
        meta = document.metadata
        show(f"{file}: agreement {meta.id}, version {meta.version}: clear. {document.hash}")
        for one in advice(document):
            show(f"  advice: {one.sentence}")
        if clauses:
            for objective in document.objectives:
                show(f"  {objective.title}")
                for clause in clauses_of(document, objective.id):
                    show(f"    {clause.de if language == 'de' else clause.en}")


app.command("try")(try_)
app.command()(put)


def _refuse(*sentences: str) -> NoReturn:
    complain(*sentences)
    raise typer.Exit(2)
