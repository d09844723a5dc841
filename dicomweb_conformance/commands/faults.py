"""``faults``: the catalogue of named wrong behaviours."""

import json

import click


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def faults(form: str) -> None:
    """List the faults of the reference server and the requirements that each breaks."""
    from dicomweb_conformance.reference.faults import FAULTS

    if form == "json":
        listed = [{"name": fault.name, "breaks": list(fault.breaks), "says": fault.says} for fault in FAULTS.values()]
        click.echo(json.dumps(listed, indent=1))
        return
    for fault in FAULTS.values():
        click.echo(f"{fault.name}\n  {fault.says}\n  breaks {', '.join(fault.breaks)}")
    click.echo(f"\n{len(FAULTS)} faults; run one with 'dicomweb-conformance run --fault NAME'")
