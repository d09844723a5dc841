"""How a run ends: signature, reports, declared deviations, and the exit code that was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dicomweb_conformance.report.compare.documents import Results, UnreadableResults, read_results
from dicomweb_conformance.report.deviations import CannotUpdate, deviations_toml, undeclared, update_target_file
from dicomweb_conformance.report.gate import gate
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.pdf import NoPdf, renderer
from dicomweb_conformance.report.signature import UnusableKey, read_private_key, sign_ledger
from dicomweb_conformance.report.style import style_for
from dicomweb_conformance.report.terminal import render_terminal
from dicomweb_conformance.report.write import DEFAULT_FORMATS, write_reports
from dicomweb_conformance.requirements import Registry

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DEVIATIONS = "deviations.toml"


@dataclass(frozen=True)
class Ending:
    """What the options ask of the end of a run, read before its beginning so that no run ends in a usage error."""

    formats: tuple[str, ...]
    strict: bool
    fail_on: str | None
    baseline: Results | None
    key: Ed25519PrivateKey | None
    target_file: Path | None
    updates: bool

    def conclude(self, ledger: Path, registry: Registry) -> tuple[str, int]:
        """Write what belongs beside the ledger, which has its footer; returns what to show, and the exit code."""
        folder = ledger.parent
        if self.key is not None:
            sign_ledger(ledger, self.key)
        report = write_reports(ledger, registry, folder, self.formats, strict=self.strict)
        gated = gate(report, self.fail_on, self.baseline)
        said = [self._update(report, folder), gated.says]
        summary = render_terminal(report, style_for(_is_terminal(), os.environ), _shown_path(folder))
        return "\n".join([summary.rstrip("\n"), *filter(None, said)]), gated.code

    def _update(self, report: Report, folder: Path) -> str | None:
        if not self.updates:
            return None
        if self.target_file is None:
            path, added = folder / DEVIATIONS, undeclared(report)
            if added:
                path.write_text(deviations_toml(report).lstrip(), encoding="utf-8")
        else:
            path = self.target_file
            try:
                added = update_target_file(path, report)
            except (CannotUpdate, OSError) as error:
                return f"deviations were not written: {error}"
        if not added:
            return "deviations none to add: every nonconformity is declared"
        return f"deviations {len(added)} added to {path}; write the reason of each before the next run"


def ending_of(config: pytest.Config) -> Ending:
    """The ending that the options describe. Raises pytest.UsageError."""
    option: Callable[[str], str | None] = config.getoption
    fail_on, baseline = option("fail_on"), option("baseline")
    if (fail_on == "regression") != bool(baseline):
        raise pytest.UsageError("--fail-on regression and --baseline RESULTS belong together: give both, or none")
    formats = tuple(option("format") or DEFAULT_FORMATS)
    try:
        if "pdf" in formats:
            renderer()
        return Ending(
            formats=formats,
            strict=bool(option("strict_should")),
            fail_on=fail_on,
            baseline=read_results(Path(baseline)) if baseline else None,
            key=read_private_key(Path(key)) if (key := option("sign_key")) else None,
            target_file=Path(target) if (target := option("target")) else None,
            updates=bool(option("update_deviations")),
        )
    except (UnreadableResults, UnusableKey, NoPdf) as error:
        raise pytest.UsageError(str(error)) from error
    except OSError as error:
        raise pytest.UsageError(f"{error.filename} cannot be read: {error.strerror}") from error


def _is_terminal() -> bool:
    return bool(sys.__stdout__ and sys.__stdout__.isatty())


def _shown_path(folder: Path) -> str:
    try:
        return str(folder.relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
