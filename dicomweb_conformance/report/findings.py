"""One finding as a reader meets it, the same on the terminal, in JUnit, HTML, Markdown and JSON."""

import json
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from dicomweb_conformance.report.curl import Curl, curl_of
from dicomweb_conformance.report.inert import cut, inert, shown
from dicomweb_conformance.report.model import Exchange, PropertyFacts, Report, RequirementResult, ScenarioResult
from dicomweb_conformance.requirements import BASE_PROFILES, ON_REQUEST, Requirement

LONGEST_CURL = 8_000
"""Characters of a curl line beyond which a reader is sent to results.json instead."""

_LABEL_WIDTH = 10


@dataclass(frozen=True)
class Finding:
    """A scenario that found a requirement not met. All texts are inert and of bounded length."""

    word: str
    requirement: str
    about: str
    rows: tuple[tuple[str, str], ...]

    @property
    def headline(self) -> str:
        return f"{self.word}  {self.requirement}   {self.about}"

    @property
    def text(self) -> str:
        """The whole finding, one row a line."""
        return "\n".join((self.headline, *(f"  {label:<{_LABEL_WIDTH}}{value}" for label, value in self.rows)))


def finding_of(report: Report, result: RequirementResult, scenario: ScenarioResult) -> Finding:
    """What the scenario found about the requirement."""
    return Finding(
        word=result.verdict.upper(),
        requirement=inert(result.id),
        about=about(result.requirement),
        rows=tuple(_rows(report, result, scenario)),
    )


def findings_of(report: Report, result: RequirementResult) -> tuple[Finding, ...]:
    """One finding for each nonconformant scenario of the requirement."""
    return tuple(finding_of(report, result, s) for s in result.scenarios if s.verdict == "nonconformant")


def about(requirement: Requirement) -> str:
    """Level, profile and source, such as ``must · tutorial, "Delete a specific series"``."""
    source = requirement.cites
    if source.startswith("tutorial, "):
        source = f'"{source.removeprefix("tutorial, ")}"'
    return f"{requirement.level} · {', '.join(part for part in (requirement.profile, source) if part)}"


def _rows(report: Report, result: RequirementResult, scenario: ScenarioResult) -> Iterator[tuple[str, str]]:
    yield "scenario", shown(scenario.title)
    for label, value in (
        ("step", scenario.step),
        ("expected", scenario.expected),
        ("received", scenario.received),
        ("reason", scenario.reason),
    ):
        if value:
            yield label, shown(value)
    exchange = scenario.decisive
    if exchange is not None:
        yield "evidence", evidence_of(exchange, report.target.url)
        yield from curl_rows(curl_of(exchange))
    if scenario.tried is not None:
        yield from property_rows(report, scenario.tried)
    yield "again", again_of(report, result.requirement)


def property_rows(report: Report, told: PropertyFacts) -> Iterator[tuple[str, str]]:
    """What the property has cost, and the files of its smallest example with a command that stores each."""
    yield "examples", shown(str(told))
    for file in told.files:
        yield "example", inert(file)
        yield "store", inert(store_line(report.target.url, file))


def store_line(url: str, file: str) -> str:
    """A command that stores a file of the report folder (PS3.18 10.5); credentials are left to the reader."""
    content = 'multipart/related; type="application/dicom"'
    words = ["curl", "-H", f"Content-Type: {content}", "-F", f"file=@{file};type=application/dicom", f"{url}/studies"]
    return " ".join(map(shlex.quote, words))


def curl_rows(curl: Curl) -> Iterator[tuple[str, str]]:
    """The curl line, whole or not at all: a shortened one would send something else."""
    if len(curl.command) > LONGEST_CURL:
        yield "curl", f"{len(curl.command):,} characters long; it stands in results.json"
        return
    yield "curl", inert(curl.command)
    if curl.hint:
        yield "", f"({inert(curl.hint)})"


def evidence_of(exchange: Exchange, base: str) -> str:
    """One line about an exchange: ``#14 GET /studies/1.2/instances -> 200, 2 matches``."""
    path = shown(path_of(exchange.url, base), 200)
    return f"#{exchange.number} {shown(exchange.method, 40)} {path} -> {_outcome(exchange)}"


def path_of(url: str, base: str) -> str:
    """The URL without the address of the target."""
    if base and url.startswith(base):
        return url[len(base) :] or "/"
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or url


def _outcome(exchange: Exchange) -> str:
    if exchange.status is None:
        return shown(exchange.error or "no response", 200)
    body = exchange.response_body
    if body is None or body.size == 0:
        return str(exchange.status)
    content_type = next((v for n, v in exchange.response_headers if n.lower() == "content-type"), "")
    matches = _matches(body.head) if body.complete and "json" in content_type and body.encoding == "utf-8" else None
    if matches is not None:
        one, many = ("match", "matches") if _is_search(exchange) else ("dataset", "datasets")
        return f"{exchange.status}, {matches} {one if matches == 1 else many}"
    essence = content_type.partition(";")[0].strip()
    return f"{exchange.status}, {shown(essence, 60)}{', ' if essence else ''}{body.size:,} bytes"


def _is_search(exchange: Exchange) -> bool:
    path = exchange.url.partition("?")[0]
    return path.rpartition("/")[2] in ("studies", "series", "instances", "workitems")


def _matches(text: str) -> int | None:
    """Number of members of a JSON array; None when the text is something else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return len(value) if isinstance(value, list) else None


def again_of(report: Report, requirement: Requirement) -> str:
    """The command that judges only this requirement on the same target again."""
    words = ["dicomweb-conformance", "run", *report.target.again]
    if requirement.profile not in BASE_PROFILES:
        words += ["--profile", requirement.profile]
    if requirement.profile in ON_REQUEST and report.run.seed is not None:
        words += ["--seed", str(report.run.seed)]
    return shown(" ".join(shlex.quote(word) for word in (*words, "--only", requirement.id)), LONGEST_CURL)


def one_line(scenario: ScenarioResult) -> str:
    """What a nonconformant scenario expected and received, in one bounded line."""
    return inert(cut(f"expected {scenario.expected or '-'}; received {scenario.received or '-'}"))


def by_reason(results: Iterable[RequirementResult]) -> dict[str, list[RequirementResult]]:
    """Requirements by the reason of their verdict, so that one cause is told once."""
    grouped: dict[str, list[RequirementResult]] = {}
    for result in results:
        grouped.setdefault(result.reason or "no reason was recorded", []).append(result)
    return grouped
