"""``cleanup``: take away what an interrupted run left on the target."""

from pathlib import Path
from typing import Any

import click

from dicomweb_conformance.commands.run import with_options
from dicomweb_conformance.run_options import ACCESS


@click.command()
@click.argument("ledger", type=click.Path(exists=True, path_type=Path))
@with_options(ACCESS)
@click.pass_context
def cleanup(context: click.Context, /, ledger: Path, **given: Any) -> None:
    """Remove from the target the studies that the run of LEDGER stored and did not remove.

    The target is that of the ledger, or of --url; give its credentials again. Nothing else is deleted: the UIDs of a
    run prove whose they are. Exit code 0 when nothing is left, 2 for wrong usage, 3 when something is left or the
    target does not answer.
    """
    from dicomweb_conformance.cleanup import Unreachable, Unremovable, remove_leftovers
    from dicomweb_conformance.evidence.ledger_file import ledger_in
    from dicomweb_conformance.report.inert import shown

    path = ledger_in(ledger)
    try:
        cleaned = remove_leftovers(path, given)
    except Unreachable as error:
        click.echo(f"Error: {error}", err=True)
        context.exit(3)
    except Unremovable as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{_studies(len(cleaned.removed))} removed, {len(cleaned.left)} left")
    for StudyInstanceUID, why in cleaned.left.items():
        click.echo(f"  left  {shown(StudyInstanceUID)}: {why}")
    context.exit(3 if cleaned.left else 0)


def _studies(count: int) -> str:
    return f"{count} study" if count == 1 else f"{count} studies"
