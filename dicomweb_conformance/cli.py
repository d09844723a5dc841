"""The command line: ``dicomweb-conformance COMMAND``."""

import sys
from typing import Any

import click

from dicomweb_conformance import __version__
from dicomweb_conformance.commands.cleanup import cleanup
from dicomweb_conformance.commands.compare import compare
from dicomweb_conformance.commands.faults import faults
from dicomweb_conformance.commands.load import load
from dicomweb_conformance.commands.probe import probe
from dicomweb_conformance.commands.report import report
from dicomweb_conformance.commands.requirements import requirements
from dicomweb_conformance.commands.run import run
from dicomweb_conformance.commands.serve import serve
from dicomweb_conformance.commands.verify import verify

_INTERRUPTED = 3


class _Commands(click.Group):
    """The commands. An interruption never looks like a verdict: click would end with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="dicomweb-conformance")
def cli() -> None:
    """Judge DICOMweb origin servers against the DICOMweb tutorial and DICOM PS3.18."""


for _command in (run, probe, report, compare, verify, requirements, faults, serve, load, cleanup):
    cli.add_command(_command)


def main() -> None:
    """Entry point of the console script. Exit codes: 0 pass, 1 nonconformant, 2 usage, 3 partial or not judged."""
    sys.exit(cli())
