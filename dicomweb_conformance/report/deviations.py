"""The current nonconformities as declared deviations, to be given their reasons by hand."""

import tomllib
from pathlib import Path

from dicomweb_conformance.report.builder import UNREGISTERED
from dicomweb_conformance.report.inert import shown
from dicomweb_conformance.report.model import Report


class CannotUpdate(ValueError):
    """A target file cannot be continued; the message says why."""


def undeclared(report: Report) -> tuple[str, ...]:
    """The requirements that fail the run and that no deviation is declared for."""
    return tuple(
        result.id
        for result in report.failures
        if result.deviation is None and result.requirement.profile != UNREGISTERED
    )


def deviations_toml(report: Report) -> str:
    """``[[deviation]]`` tables, as a target file has them, for what fails the run and is not declared yet.

    The reason is empty: a target file is not accepted before somebody wrote one.
    """
    texts = {result.id: shown(result.requirement.text) for result in report.requirements}
    return "".join(
        f'\n[[deviation]]  # {texts[id_]}\nrequirement = "{id_}"\nreason = ""\n' for id_ in undeclared(report)
    )


def update_target_file(path: Path, report: Report) -> tuple[str, ...]:
    """Append the missing deviations to a target file, which stays as it is otherwise; returns their requirements.

    Raises CannotUpdate when the file would not be readable afterwards, OSError when it cannot be written.
    """
    text = path.read_text(encoding="utf-8")
    added = undeclared(report)
    if not added:
        return ()
    longer = f"{text.rstrip()}\n{deviations_toml(report)}"
    try:
        tomllib.loads(longer)
    except tomllib.TOMLDecodeError as error:
        raise CannotUpdate(
            f"deviations cannot be appended to {path} ({error}); write each as a table of its own: [[deviation]]"
        ) from error
    path.write_text(longer, encoding="utf-8")
    return added
