"""What a report says, as plain data: everything that any renderer needs, and nothing that it must compute."""

from collections.abc import Mapping
from dataclasses import dataclass

from dicomweb_conformance.requirements import Requirement

VERDICTS = ("conformant", "nonconformant", "deviates", "unsupported", "blocked", "inconclusive", "untested")
LEVELS = ("must", "should", "may")


@dataclass(frozen=True)
class BodyRecord:
    """What the ledger keeps of a body: ``size`` in bytes, and the first bytes as text or Base64."""

    size: int
    sha256: str
    head: str
    encoding: str
    complete: bool


@dataclass(frozen=True)
class Exchange:
    """One recorded request and its response, or the error that came instead; times in seconds."""

    number: int
    scenario: str | None
    step: int | None
    started: str
    seconds: float
    first_byte: float | None
    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: BodyRecord | None
    http_version: str
    status: int | None
    status_reason: str
    response_headers: tuple[tuple[str, str], ...]
    response_body: BodyRecord | None
    error: str | None


@dataclass(frozen=True)
class StepResult:
    """One Gherkin step: ``outcome`` is ok, failed or not reached."""

    keyword: str
    text: str
    outcome: str
    seconds: float


@dataclass(frozen=True)
class PropertyFacts:
    """What a property has cost: examples that were judged, not taken by the target, and tried to make one smaller.

    ``files`` are those of the smallest example that breaks it, as paths beside the ledger; ``says`` why the budget was
    smaller than what was asked for, if it was.
    """

    examples: int
    refused: int
    shrunk: int
    requests: int
    says: str | None
    files: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"{self.examples} examples"]
        said += [f"{self.refused} not taken by the target"] if self.refused else []
        said += [f"{self.shrunk} to make a failing one smaller"] if self.shrunk else []
        said += [f"{self.requests} requests"]
        return ", ".join(said) + (f"; {self.says}" if self.says else "")


@dataclass(frozen=True)
class ScenarioResult:
    """What a scenario found: ``expected`` and ``received`` of a nonconformity, or the ``reason`` of other trouble."""

    id: str
    title: str
    feature: str
    feature_path: str
    feature_description: str
    rule: str | None
    tags: tuple[str, ...]
    requirements: tuple[str, ...]
    verdict: str
    started: str
    seconds: float
    steps: tuple[StepResult, ...]
    step: str | None
    expected: str | None
    received: str | None
    reason: str | None
    exchanges: tuple[Exchange, ...]
    tried: PropertyFacts | None = None

    @property
    def failed_step(self) -> int | None:
        """Index of the step that did not hold."""
        return next((i for i, step in enumerate(self.steps) if step.outcome == "failed"), None)

    @property
    def decisive(self) -> Exchange | None:
        """The exchange that a reader wants to see first: the last one up to the step that did not hold."""
        failed = self.failed_step
        reached = [e for e in self.exchanges if failed is None or e.step is None or e.step <= failed]
        return reached[-1] if reached else None


@dataclass(frozen=True)
class Deviation:
    """A nonconformity that the owner of the target declared; ``stale`` says why it no longer excuses anything."""

    requirement: str
    reason: str
    issue: str | None
    expires: str | None
    stale: str | None = None


@dataclass(frozen=True)
class RequirementResult:
    """The verdict of one requirement, and what it rests on. ``reason`` says why there is no plain yes or no."""

    requirement: Requirement
    verdict: str
    reason: str | None
    scenarios: tuple[ScenarioResult, ...]
    deviation: Deviation | None

    @property
    def id(self) -> str:
        return self.requirement.id

    @property
    def level(self) -> str:
        return self.requirement.level

    @property
    def seconds(self) -> float:
        return sum(scenario.seconds for scenario in self.scenarios)

    @property
    def stale(self) -> str | None:
        return self.deviation.stale if self.deviation else None


@dataclass(frozen=True)
class ProfileResult:
    """The verdict of a profile: pass, fail or partial; ``reason`` says what keeps it from passing.

    ``counts`` is the number of requirements by level and verdict.
    """

    name: str
    verdict: str
    reason: str | None
    counts: Mapping[str, Mapping[str, int]]

    def count(self, level: str) -> int:
        return sum(self.counts[level].values())


@dataclass(frozen=True)
class TargetFacts:
    """What the ledger says of the target; ``again`` are the arguments of ``run`` that reach it once more."""

    url: str
    vendor: str | None
    product: str | None
    version: str | None
    capabilities: tuple[str, ...] | None
    settle: float
    again: tuple[str, ...]

    @property
    def title(self) -> str:
        """The product as its vendor names it, or the address where nothing was declared."""
        named = " ".join(part for part in (self.vendor, self.product, self.version) if part)
        return named or self.url


@dataclass(frozen=True)
class RunFacts:
    """What the ledger says of the run; times as written there (ISO 8601, UTC), durations in seconds.

    ``waits`` is how often and how long the run waited on purpose, by reason; ``operator`` is who ran it, if told;
    ``campaign`` are the ids of the runs that were joined to this one, if it was joined; ``seed`` makes the examples of
    its properties again, where it judged any.
    """

    id: str
    started: str
    finished: str | None
    seconds: float
    requests: int
    workers: int
    uids: str
    profiles: tuple[str, ...]
    selection: tuple[str, ...]
    python: str
    platform: str
    outcome: str
    outcome_reason: str | None
    leftovers: tuple[str, ...]
    waits: Mapping[str, tuple[int, float]]
    strict: bool
    operator: str | None = None
    campaign: tuple[str, ...] = ()
    seed: int | None = None

    @property
    def waited(self) -> float:
        """Seconds spent waiting on purpose."""
        return sum(seconds for _, seconds in self.waits.values())


@dataclass(frozen=True)
class Report:
    """A run, judged."""

    suite: str
    suite_version: str
    registry_sha256: str
    registry_size: int
    target: TargetFacts
    run: RunFacts
    profiles: tuple[ProfileResult, ...]
    requirements: tuple[RequirementResult, ...]
    scenarios: tuple[ScenarioResult, ...]
    exchanges: tuple[Exchange, ...]
    not_judged: Mapping[str, int]
    remarks: tuple[str, ...]

    def of_profile(self, profile: str) -> tuple[RequirementResult, ...]:
        return tuple(r for r in self.requirements if r.requirement.profile == profile)

    @property
    def gating(self) -> frozenset[str]:
        """The levels that decide over pass and fail: must, and should in a strict run."""
        return frozenset({"must", "should"} if self.run.strict else {"must"})

    @property
    def failures(self) -> tuple[RequirementResult, ...]:
        """Nonconformities that fail the run."""
        return tuple(r for r in self.requirements if r.verdict == "nonconformant" and r.level in self.gating)

    @property
    def advisories(self) -> tuple[RequirementResult, ...]:
        """Nonconformities that are shown and fail nothing; ``may`` is a feature that is not offered, no advice."""
        return tuple(
            r
            for r in self.requirements
            if r.verdict == "nonconformant" and r.level == "should" and r.level not in self.gating
        )

    @property
    def stale(self) -> tuple[RequirementResult, ...]:
        """Requirements whose declared deviation is stale."""
        return tuple(r for r in self.requirements if r.stale)

    def with_verdict(self, *verdicts: str) -> tuple[RequirementResult, ...]:
        return tuple(r for r in self.requirements if r.verdict in verdicts)
