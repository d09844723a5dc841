"""``report``: every report again, from the ledger of a run or the ledgers of a campaign."""

import os
import sys
from pathlib import Path

import click

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.requirements import load_registry
from dicomweb_conformance.run_options import FAIL_ON, FORMATS


@click.command()
@click.argument("ledgers", nargs=-1, required=True, metavar="LEDGER...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="write this format; repeatable; default json, junit, html and markdown",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="folder; default: that of the ledger")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="what makes the exit code another than 0")
@click.option("--baseline", type=click.Path(exists=True, path_type=Path), help="results.json, for --fail-on regression")
@click.pass_context
def report(
    context: click.Context,
    ledgers: tuple[Path, ...],
    formats: tuple[str, ...],
    out: Path | None,
    fail_on: str | None,
    baseline: Path | None,
) -> None:
    """Write the reports of a run from its LEDGER, a ledger.jsonl or the folder that holds one.

    Several ledgers of one campaign, such as the jobs of a CI matrix, are joined: --out gets the joined ledger and one
    report. The exit code is that of the run.
    """
    from dicomweb_conformance.evidence.campaign import NotOneCampaign
    from dicomweb_conformance.evidence.ledger import UnreadableLedger
    from dicomweb_conformance.evidence.ledger_file import ledger_in
    from dicomweb_conformance.report.compare.documents import UnreadableResults, read_results
    from dicomweb_conformance.report.gate import gate
    from dicomweb_conformance.report.pdf import NoPdf
    from dicomweb_conformance.report.style import style_for
    from dicomweb_conformance.report.terminal import render_terminal
    from dicomweb_conformance.report.write import DEFAULT_FORMATS, write_reports

    if (fail_on == "regression") != (baseline is not None):
        raise click.UsageError("--fail-on regression and --baseline RESULTS belong together: give both, or none")
    paths = [ledger_in(path) for path in ledgers]
    try:
        before = read_results(baseline) if baseline else None
        path = paths[0] if len(paths) == 1 else _joined(paths, out)
        folder = out or path.parent
        made = write_reports(path, load_registry(REGISTRY), folder, formats or DEFAULT_FORMATS)
    except (UnreadableLedger, UnreadableResults, NotOneCampaign, NoPdf) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from error
    gated = gate(made, fail_on, before)
    click.echo(render_terminal(made, style_for(sys.stdout.isatty(), os.environ), str(folder)), nl=False)
    if gated.says:
        click.echo(gated.says)
    context.exit(gated.code)


def _joined(paths: list[Path], out: Path | None) -> Path:
    from dicomweb_conformance.evidence.campaign import join_ledgers
    from dicomweb_conformance.evidence.ledger_file import LEDGER

    if out is None:
        raise click.UsageError("several ledgers make one report in a folder of its own: name it by --out")
    path = out / LEDGER
    if path.exists():
        raise click.UsageError(f"{out} already holds the report of another run; name a new folder")
    out.mkdir(parents=True, exist_ok=True)
    join_ledgers(paths, path)
    return path
