"""``report.html``: the certification report. One file, no script, nothing loaded from anywhere."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dicomweb_conformance.report import chart
from dicomweb_conformance.report.bodies import view_of
from dicomweb_conformance.report.citations import pieces_of
from dicomweb_conformance.report.curl import curl_of
from dicomweb_conformance.report.detail import LONG_FIELD, body_limit, shown_whole
from dicomweb_conformance.report.findings import LONGEST_CURL, again_of, by_reason, evidence_of, store_line
from dicomweb_conformance.report.inert import cut, inert
from dicomweb_conformance.report.model import LEVELS, VERDICTS, Report
from dicomweb_conformance.report.tone import tone_of
from dicomweb_conformance.report.verdict import overall

EDITIONS = "DICOM PS3.18 of 2020 and later editions. Where editions differ, a server that follows either is accepted."

MEANINGS = {
    "conformant": "Every scenario of the requirement found what the requirement demands.",
    "nonconformant": "A scenario received something else than the requirement demands.",
    "deviates": "Nonconformant, and declared beforehand by the owner of the target, with a reason.",
    "unsupported": "The target does not offer, or does not declare, what the requirement is about.",
    "blocked": "What the scenario starts from could not be brought about, so the requirement itself was not judged.",
    "inconclusive": "Trouble of the network or of the harness; it says nothing about the target.",
    "untested": "No scenario was run.",
}

CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


class Block(str):
    """Text that keeps its line feeds and its length."""

    __slots__ = ()


def render_html(report: Report, paper: bool = False) -> str:
    """The page. On ``paper`` there is nothing to unfold: exchanges are left out."""
    style = style_sheet()
    template = environment().get_template("report.html")
    return template.render(
        report=report,
        paper=paper,
        overall=overall(report),
        style=Markup(style),
        policy=content_security_policy(style),
        groups=chart.groups_of(report),
        whole=shown_whole(report),
        by_profile={profile.name: _by_transaction(report, profile.name) for profile in report.profiles},
    )


def style_sheet() -> str:
    """The style of all pages."""
    return files("dicomweb_conformance.report").joinpath("templates/report.css").read_text("utf-8")


def content_security_policy(style: str) -> str:
    """A policy that lets the browser load nothing, and apply nothing but this style sheet."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return CONTENT_SECURITY_POLICY.format(digest=digest)


def _by_transaction(report: Report, profile: str) -> dict[str, list[object]]:
    grouped: dict[str, list[object]] = {}
    for result in report.of_profile(profile):
        grouped.setdefault(result.requirement.transaction, []).append(result)
    return grouped


@cache
def environment() -> Environment:
    """The templates, with everything that they may call."""
    made = Environment(
        loader=PackageLoader("dicomweb_conformance.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        cut=cut,
        citation=pieces_of,
        curl=curl_of,
        view=view_of,
        svg=chart.svg_of,
        block=Block,
        when=_when,
    )
    made.globals.update(
        VERDICTS=VERDICTS,
        LEVELS=LEVELS,
        MEANINGS=MEANINGS,
        EDITIONS=EDITIONS,
        LONGEST_CURL=LONGEST_CURL,
        again=again_of,
        store_line=store_line,
        tone=tone_of,
        by_reason=by_reason,
        evidence=evidence_of,
        body_limit=body_limit,
    )
    return made


def _inert(value: object) -> object:
    """Applied to everything that a template writes: no expression can forget it. Jinja escapes what this returns."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, Block):
        return inert(value, keep="\n\t")
    return inert(cut(value, LONG_FIELD)) if isinstance(value, str) else value


def _when(moment: str) -> str:
    """An ISO 8601 moment for a reader: ``2026-11-23 09:00 UTC``."""
    return f"{moment[:10]} {moment[11:16]} UTC" if moment[10:11] == "T" and moment.endswith("Z") else moment
