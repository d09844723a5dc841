"""``verify``: is a report what its ledger says, and was nothing altered."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.requirements import load_registry

if TYPE_CHECKING:
    from dicomweb_conformance.report.integrity import Check

_WORDS = {True: "holds", False: "BROKEN", None: "unproven"}


@click.command()
@click.argument("folder", metavar="REPORT_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--public-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="check the signature of the ledger with this Ed25519 key (PEM)",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def verify(context: click.Context, folder: Path, public_key: Path | None, form: str) -> None:
    """Check that the ledger in REPORT_DIR is as the run sealed it, and that every report in it follows from the ledger.

    That proves that nothing was altered by accident or by hand. Who made the run is proven only by a signature:
    'run --sign-key' makes it, --public-key checks it.

    Exit codes: 0 all holds; 1 something was altered; 2 wrong usage; 3 it cannot be told, because the report was made
    by another version of the suite.
    """
    from dicomweb_conformance.report.integrity import check_signature
    from dicomweb_conformance.report.integrity import verify as verified
    from dicomweb_conformance.report.signature import UnusableKey, read_public_key

    checks = list(verified(folder, load_registry(REGISTRY)).checks)
    if public_key is not None:
        try:
            checks.append(check_signature(folder, read_public_key(public_key)))
        except UnusableKey as error:
            raise click.UsageError(str(error)) from error
    broken = any(check.holds is False for check in checks)
    unproven = any(check.holds is None for check in checks)
    if form == "json":
        click.echo(json.dumps({"proven": not (broken or unproven), "checks": [asdict(c) for c in checks]}, indent=1))
    else:
        click.echo(_text(checks))
        click.echo("ALTERED" if broken else "UNPROVEN" if unproven else "PROVEN")
    context.exit(1 if broken else 3 if unproven else 0)


def _text(checks: list[Check]) -> str:
    width = max(len(check.name) for check in checks)
    return "\n".join(f"{_WORDS[check.holds]:<8}  {check.name:<{width}}  {check.says}" for check in checks)
