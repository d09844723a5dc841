"""``report``: every report again, from the ledger of a run."""

import os
import sys
from pathlib import Path

import click

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.requirements import load_registry


@click.command()
@click.argument("ledger", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "formats", multiple=True, help="only this format; repeatable; default: all")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="folder; default: that of the ledger")
@click.pass_context
def report(context: click.Context, ledger: Path, formats: tuple[str, ...], out: Path | None) -> None:
    """Write the reports of a run from its LEDGER, a ledger.jsonl or the folder that holds one.

    The exit code is that of the run.
    """
    from dicomweb_conformance.evidence.ledger import UnreadableLedger
    from dicomweb_conformance.report.style import style_for
    from dicomweb_conformance.report.terminal import render_terminal
    from dicomweb_conformance.report.verdict import exit_code
    from dicomweb_conformance.report.write import DEFAULT_FORMATS, write_reports

    path = ledger / "ledger.jsonl" if ledger.is_dir() else ledger
    folder = out or path.parent
    try:
        made = write_reports(path, load_registry(REGISTRY), folder, formats or DEFAULT_FORMATS)
    except (UnreadableLedger, ValueError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from error
    click.echo(render_terminal(made, style_for(sys.stdout.isatty(), os.environ), str(folder)))
    context.exit(exit_code(made))
