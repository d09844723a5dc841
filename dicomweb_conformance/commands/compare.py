"""``compare``: runs or servers side by side, requirement by requirement."""

import json
import os
import sys
from pathlib import Path

import click


@click.command()
@click.argument("results", nargs=-1, required=True, metavar="A B...", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="write to this file, not to the terminal")
@click.option("--fail-on", type=click.Choice(["regression"]), help="exit code 1 when a must got worse")
@click.pass_context
def compare(
    context: click.Context, results: tuple[Path, ...], form: str, out: Path | None, fail_on: str | None
) -> None:
    """Compare runs: each argument is a results.json or the folder that holds one. The first is what the others are
    compared with.

    Exit codes: 0; 1 with --fail-on regression, when a must was conformant in the first and is not in another, or
    became nonconformant; 2 wrong usage.
    """
    from dicomweb_conformance.report.compare.comparison import compare as compared
    from dicomweb_conformance.report.compare.comparison import comparison_json
    from dicomweb_conformance.report.compare.documents import read_results
    from dicomweb_conformance.report.compare.html import render_matrix
    from dicomweb_conformance.report.compare.terminal import render_comparison
    from dicomweb_conformance.report.style import style_for

    try:
        comparison = compared([read_results(path) for path in results])
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from error
    match form:
        case "json":
            text = json.dumps(comparison_json(comparison), indent=1) + "\n"
        case "html":
            text = render_matrix(comparison)
        case _:
            text = render_comparison(comparison, style_for(out is None and sys.stdout.isatty(), os.environ))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_bytes(text.encode("utf-8"))
    context.exit(1 if fail_on and comparison.regressions() else 0)
