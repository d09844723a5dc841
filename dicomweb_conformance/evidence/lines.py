"""The lines of a ledger beside its exchanges, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dicomweb_conformance.evidence.fields import Fields

SCHEMA_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Header:
    """What was run against what: the first line. The members of the four objects are those of the ledger's format."""

    suite: Mapping[str, object]
    registry: Mapping[str, object]
    target: Mapping[str, object]
    run: Mapping[str, object]
    schema_version: str = SCHEMA_VERSION

    def to_json(self) -> dict[str, object]:
        return {
            "type": "header",
            "schema_version": self.schema_version,
            "suite": dict(self.suite),
            "registry": dict(self.registry),
            "target": dict(self.target),
            "run": dict(self.run),
        }

    @classmethod
    def from_json(cls, value: object) -> "Header":
        fields = Fields(value, "the header")
        return cls(
            suite=fields.member("suite"),
            registry=fields.member("registry"),
            target=fields.member("target"),
            run=fields.member("run"),
            schema_version=fields.text("schema_version"),
        )


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step of a scenario: ``outcome`` is "ok", "failed" or "not reached"; ``seconds`` it took."""

    keyword: str
    text: str
    outcome: str
    seconds: float

    def to_json(self) -> dict[str, object]:
        return {"keyword": self.keyword, "text": self.text, "outcome": self.outcome, "seconds": self.seconds}

    @classmethod
    def from_json(cls, value: object) -> "StepResult":
        fields = Fields(value, "a step")
        return cls(fields.text("keyword"), fields.text("text"), fields.text("outcome"), fields.number("seconds"))


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario and its verdict.

    ``verdict`` is "conformant", "nonconformant", "blocked", "inconclusive" or "unsupported". ``step`` is the step that
    decided, ``expected`` and ``received`` the two sides of a nonconformity, ``reason`` why it was not judged.
    ``exchanges`` are the numbers of those that it sent or relied on. ``feature`` has name, path and description.
    """

    id: str
    title: str
    feature: Mapping[str, object]
    rule: str | None
    tags: tuple[str, ...]
    requirements: tuple[str, ...]
    verdict: str
    started: str
    seconds: float
    steps: tuple[StepResult, ...] = ()
    step: str | None = None
    expected: str | None = None
    received: str | None = None
    reason: str | None = None
    exchanges: tuple[int, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)
    """Members of the line beside these."""

    def to_json(self) -> dict[str, object]:
        return {
            "type": "scenario",
            "id": self.id,
            "title": self.title,
            "feature": dict(self.feature),
            "rule": self.rule,
            "tags": list(self.tags),
            "requirements": list(self.requirements),
            "verdict": self.verdict,
            "started": self.started,
            "seconds": self.seconds,
            "steps": [step.to_json() for step in self.steps],
            "step": self.step,
            "expected": self.expected,
            "received": self.received,
            "reason": self.reason,
            "exchanges": list(self.exchanges),
            **self.more,
        }

    @classmethod
    def from_json(cls, value: object) -> "ScenarioResult":
        fields = Fields(value, "a scenario")
        known = {"type", *cls.__dataclass_fields__}
        return cls(
            id=fields.text("id"),
            title=fields.text("title"),
            feature=fields.member("feature"),
            rule=fields.optional_text("rule"),
            tags=fields.texts("tags"),
            requirements=fields.texts("requirements"),
            verdict=fields.text("verdict"),
            started=fields.text("started"),
            seconds=fields.number("seconds"),
            steps=tuple(StepResult.from_json(step) for step in fields.array("steps")),
            step=fields.optional_text("step"),
            expected=fields.optional_text("expected"),
            received=fields.optional_text("received"),
            reason=fields.optional_text("reason"),
            exchanges=fields.integers("exchanges"),
            more={key: member for key, member in fields.members.items() if key not in known},
        )


@dataclass(frozen=True, slots=True)
class StudyEvent:
    """A study was about to be stored (``kind`` "stored"), or is proven gone ("removed")."""

    kind: str
    study: str
    at: str

    def to_json(self) -> dict[str, object]:
        return {"type": self.kind, "study": self.study, "at": self.at}

    @classmethod
    def from_json(cls, value: object) -> "StudyEvent":
        fields = Fields(value, "a study")
        return cls(fields.text("type"), fields.text("study"), fields.text("at"))


@dataclass(frozen=True, slots=True)
class Waited:
    """Time (seconds) that was waited on purpose, and why. ``exchange`` is the one whose request was then repeated."""

    seconds: float
    scenario: str | None
    why: str
    exchange: int | None = None

    def to_json(self) -> dict[str, object]:
        line = {"type": "waited", "seconds": self.seconds, "scenario": self.scenario, "why": self.why}
        return line if self.exchange is None else {**line, "exchange": self.exchange}

    @classmethod
    def from_json(cls, value: object) -> "Waited":
        fields = Fields(value, "a wait")
        return cls(
            fields.number("seconds"),
            fields.optional_text("scenario"),
            fields.text("why"),
            fields.optional_integer("exchange"),
        )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Requests of a scenario that are counted and not kept: those of examples of a property that are no evidence."""

    scenario: str | None
    requests: int

    def to_json(self) -> dict[str, object]:
        return {"type": "forgotten", "scenario": self.scenario, "requests": self.requests}

    @classmethod
    def from_json(cls, value: object) -> "Forgotten":
        fields = Fields(value, "forgotten requests")
        return cls(fields.optional_text("scenario"), fields.integer("requests"))


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a reader of the verdicts has to know of the target or of the run, in a sentence; each process may say it."""

    text: str
    scenario: str | None

    def to_json(self) -> dict[str, object]:
        return {"type": "noticed", "text": self.text, "scenario": self.scenario}

    @classmethod
    def from_json(cls, value: object) -> "Noticed":
        fields = Fields(value, "what was noticed")
        return cls(fields.text("text"), fields.optional_text("scenario"))


@dataclass(frozen=True, slots=True)
class ResetCall:
    """A call of the user's reset command: ``when`` is "before" or "after" the run, ``studies`` how many it was given.

    ``code`` is its exit code, None when it did not end by itself; ``output`` is the end of what it wrote.
    """

    when: str
    studies: int
    code: int | None
    seconds: float
    output: str
    at: str

    def to_json(self) -> dict[str, object]:
        return {
            "type": "reset",
            "when": self.when,
            "studies": self.studies,
            "code": self.code,
            "seconds": self.seconds,
            "output": self.output,
            "at": self.at,
        }

    @classmethod
    def from_json(cls, value: object) -> "ResetCall":
        fields = Fields(value, "a reset")
        return cls(
            when=fields.text("when"),
            studies=fields.integer("studies"),
            code=fields.optional_integer("code"),
            seconds=fields.number("seconds"),
            output=fields.text("output"),
            at=fields.text("at"),
        )


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """A requirement of a judged profile that no scenario was run for, and why."""

    requirement: str
    reason: str

    def to_json(self) -> dict[str, object]:
        return {"type": "unscheduled", "requirement": self.requirement, "reason": self.reason}

    @classmethod
    def from_json(cls, value: object) -> "Unscheduled":
        fields = Fields(value, "an unscheduled requirement")
        return cls(fields.text("requirement"), fields.text("reason"))


@dataclass(frozen=True, slots=True)
class Footer:
    """How the run ended. ``chain`` (hex) seals the lines before it; ``leftovers`` are the studies that could not be
    removed; ``outcome`` is "finished", "interrupted" or "aborted"."""

    finished: str
    seconds: float
    requests: int
    outcome: str
    reason: str | None
    leftovers: tuple[str, ...]
    chain: str

    def to_json(self) -> dict[str, object]:
        return {
            "type": "footer",
            "finished": self.finished,
            "seconds": self.seconds,
            "requests": self.requests,
            "outcome": self.outcome,
            "reason": self.reason,
            "leftovers": list(self.leftovers),
            "chain": self.chain,
        }

    @classmethod
    def from_json(cls, value: object) -> "Footer":
        fields = Fields(value, "the footer")
        return cls(
            finished=fields.text("finished"),
            seconds=fields.number("seconds"),
            requests=fields.integer("requests"),
            outcome=fields.text("outcome"),
            reason=fields.optional_text("reason"),
            leftovers=fields.texts("leftovers"),
            chain=fields.text("chain"),
        )
