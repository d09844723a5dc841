"""``probe``: draft a target file from what a server answers to requests that change nothing."""

import os
from pathlib import Path
from typing import Any

import click

from dicomweb_conformance.commands.run import with_options
from dicomweb_conformance.run_options import ACCESS

_NOT_JUDGED = 3


@click.command()
@click.argument("address", metavar="[URL]", required=False)
@with_options(ACCESS)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="write the draft to this file")
@click.option("--force", is_flag=True, help="overwrite that file")
@click.pass_context
def probe(context: click.Context, /, address: str | None, output: Path | None, force: bool, **given: Any) -> None:
    """Ask the server at URL what it seems to offer, and write a draft of a target file.

    Only GET and OPTIONS are sent. The draft is for you to review: what it declares, a run holds the server to.

    Exit codes: 0 the draft is written; 2 usage or configuration; 3 no DICOMweb server lets us in there.
    """
    from dicomweb_conformance.probing.findings import NoServer
    from dicomweb_conformance.probing.probe import drafted
    from dicomweb_conformance.toml_table import UnusableTarget

    if output is not None and output.exists() and not force:
        raise click.UsageError(f"{output} exists already; name another file, or overwrite it with --force")
    try:
        text = drafted({**given, "url": address or given.get("url")}, os.environ)
    except UnusableTarget as error:
        raise click.UsageError(str(error)) from error
    except NoServer as error:
        click.echo(f"Error: {error}", err=True)
        context.exit(_NOT_JUDGED)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from error
    click.echo(f"The draft is in {output}. Review it, then: dicomweb-conformance run --target {output}")
