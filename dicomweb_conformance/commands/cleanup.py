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

    The target is that of the ledger; give its credentials again. Exit code 0 when nothing is left, 3 otherwise.
    """
    from dicomweb_conformance.cleanup import Unremovable, remove_leftovers
    from dicomweb_conformance.evidence.ledger_file import ledger_in

    path = ledger_in(ledger)
    try:
        removed, left = remove_leftovers(path, given)
    except Unremovable as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{len(removed)} studies removed, {len(left)} left")
    for StudyInstanceUID in left:
        click.echo(f"  left  {StudyInstanceUID}")
    context.exit(3 if left else 0)
