"""``serve``: the reference server by itself."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dicomweb_conformance.reference.faults import Fault


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=8042, show_default=True, type=click.IntRange(0, 65535), help="port; 0 takes a free one")
@click.option(
    "--flavour",
    type=click.Choice(["standard", "microsoft"]),
    help="do as PS3.18 has it (standard), or as Microsoft's DICOM service says that it does; default: standard",
)
@click.option("--fault", metavar="NAME", help="be wrong in this named way; 'faults' lists them")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="keep instances here; default: temporarily",
)
def serve(host: str, port: int, flavour: str | None, fault: str | None, folder: Path | None) -> None:
    """Run the reference server until it is interrupted."""
    from dicomweb_conformance.reference.faults import VARIANTS
    from dicomweb_conformance.reference.serve import running

    if fault is not None and fault not in VARIANTS:
        raise click.UsageError(f"unknown fault {fault}; 'dicomweb-conformance faults' lists them")
    if fault is not None and flavour not in (None, VARIANTS[fault].flavour):
        raise click.UsageError(f"{fault} is a fault of the flavour {VARIANTS[fault].flavour}; leave --flavour out")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with running(port=port, host=host, fault=fault, folder=folder, flavour=flavour or "standard") as url:
            click.echo(f"DICOMweb reference server at {url}{_peculiar(VARIANTS[fault]) if fault else ''}")
            click.echo("Interrupt it (Ctrl-C) to stop.")
            stop.wait()
    except OSError as error:
        raise click.UsageError(
            f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port"
        ) from error


def _peculiar(variant: Fault) -> str:
    how = "wrong on purpose" if variant.legal is None else f"odd on purpose, as {variant.legal} allows"
    return f", {how}: {variant.says}"
