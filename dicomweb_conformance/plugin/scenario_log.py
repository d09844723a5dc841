"""What happens in the scenario that is running, step by step, until it is a line of the ledger."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import httpx
from pytest_bdd.parser import Feature, Scenario, Step

from dicomweb_conformance.capacity import BeyondCapacity
from dicomweb_conformance.evidence.exchange import Exchange, timestamp
from dicomweb_conformance.evidence.ledger import ScenarioResult, StepResult
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered, NotRepeated
from dicomweb_conformance.plugin.discretion import WITHHELD_TEXT, is_impersonal
from dicomweb_conformance.provision import Unprovided

CREDENTIALS_REFUSED = frozenset({401, 403})


@dataclass(frozen=True)
class Judgement:
    """The verdict of a scenario and what it rests on."""

    verdict: str
    expected: str | None = None
    received: str | None = None
    reason: str | None = None


CONFORMANT = Judgement("conformant")


def judged(error: BaseException, step_type: str | None, withholds: bool = False) -> Judgement:
    """What an error in a step of that type (given, when or then) says of the target.

    ``withholds`` leaves away what the error tells of, where that may be data of other people.

    A *Given* that fails blocks; trouble of the network or of the harness is inconclusive; only a Nonconformity in a
    *When* or *Then* is a finding.
    """
    judgement = _judged(error, step_type)
    if not withholds or is_impersonal(error):
        return judgement
    if judgement.verdict == "nonconformant":
        return Judgement("nonconformant", f"what the step says; the rest is {WITHHELD_TEXT}", WITHHELD_TEXT)
    return Judgement(judgement.verdict, reason=f"{type(error).__name__}; the rest is {WITHHELD_TEXT}")


def _judged(error: BaseException, step_type: str | None) -> Judgement:
    if isinstance(error, NotOffered):
        return Judgement("unsupported", reason=error.reason)
    if isinstance(error, Unprovided):
        return Judgement("blocked", reason=error.reason)
    if isinstance(error, Nonconformity):
        if step_type == "given":
            return Judgement("blocked", reason=str(error))
        return Judgement("nonconformant", error.expected, error.received)
    if isinstance(error, NotRepeated):
        return Judgement("inconclusive", reason=error.reason)
    if isinstance(error, httpx.HTTPError):
        return Judgement("inconclusive", reason=network_trouble(error))
    if isinstance(error, BeyondCapacity):
        return Judgement("inconclusive", reason=f"the response is too large to be read: {error}")
    return Judgement("inconclusive", reason=f"trouble of the harness itself: {type(error).__name__}: {error}")


@dataclass
class ScenarioLog:
    """The scenario that runs now. It is filled by the hooks of pytest-bdd and by the recorder."""

    id: str | None = None
    admitted: set[str] = field(default_factory=set)
    """HTTP methods that the target has answered in this run without asking for other credentials."""
    not_offered: set[str] = field(default_factory=set)
    """HTTP methods that the target has answered in this run with 405 or 501."""
    withholds: bool = False
    """Whether texts are left away that may tell of data of other people."""
    step_exchanges: list[Exchange] = field(default_factory=list)
    """The exchanges of the running step that are complete."""
    _steps: list[StepResult] = field(default_factory=list)
    _exchanges: dict[int, int | None] = field(default_factory=dict)
    _judgement: Judgement = CONFORMANT
    _failed: int | None = None
    _started: str = ""
    _clock: float = 0.0
    _step_clock: float = 0.0
    _step_types: list[str] = field(default_factory=list)
    _running: int | None = None
    _scenario: Scenario | None = None
    _refused: int | None = None
    _more: dict[str, object] = field(default_factory=dict)

    def begin(self, node_id: str) -> None:
        """A scenario begins; what the one before left is forgotten."""
        self.__init__(node_id, self.admitted, self.not_offered, self.withholds)  # type: ignore[misc]  # the one place that resets every other field
        self._started = timestamp()
        self._clock = time.perf_counter()

    def scenario_known(self, scenario: Scenario) -> None:
        """The steps of the scenario are known now, none of them reached."""
        self._scenario = scenario
        self._steps = [StepResult(step.keyword.strip(), step.name, "not reached", 0.0) for step in scenario.steps]
        self._step_types = [step.type for step in scenario.steps]

    def step_begins(self, step: Step) -> None:
        """A step begins: what is exchanged from now on belongs to it."""
        self.step_exchanges.clear()
        self._running = 0 if self._running is None else self._running + 1
        self._step_clock = time.perf_counter()

    def step_succeeded(self) -> None:
        """The running step is done."""
        self._step_ended("ok")

    def step_failed(self, error: BaseException) -> None:
        """The running step failed, and with it the scenario."""
        self._step_ended("failed")
        self._failed = self._running
        self.fail(judged(error, self._step_types[self._running or 0] if self._step_types else None, self.withholds))

    def fail(self, judgement: Judgement) -> None:
        """The scenario is judged so, unless it was judged already."""
        if self._judgement is CONFORMANT:
            self._judgement = judgement

    def place(self) -> tuple[str | None, int | None]:
        """The scenario and the index of the step that an exchange belongs to."""
        return self.id, self._running

    def exchanged(self, exchange: Exchange, stranger: bool = False) -> None:
        """An exchange of the running scenario is complete; one of a ``stranger`` bore other credentials on purpose."""
        if exchange.scenario == self.id:
            self.step_exchanges.append(exchange)
            self._exchanges[exchange.number] = None
            self._refused = None if stranger else self._refusal(exchange)

    def cite(self, number: int) -> None:
        """The scenario relies on an exchange that was recorded for another one."""
        self._exchanges.setdefault(number, None)

    def forget(self, numbers: Collection[int]) -> None:
        """These exchanges are no evidence."""
        for number in numbers:
            self._exchanges.pop(number, None)
        self.step_exchanges[:] = [exchange for exchange in self.step_exchanges if exchange.number not in numbers]

    def note(self, **more: object) -> None:
        """Something that the line of the ledger for this scenario holds beside what each has."""
        self._more.update(more)

    @property
    def credentials_refused(self) -> int | None:
        """The status, when the last exchange was refused for want of credentials.

        401 always says so (RFC 9110 15.5.2); 403 only for a method that was never answered otherwise: a target that
        let such requests pass before has another reason.
        """
        return self._refused

    def _refusal(self, exchange: Exchange) -> int | None:
        status = exchange.response.status if exchange.response else None
        method = exchange.request.method
        if status == 401 or (status == 403 and method not in self.admitted):
            return status
        if status in (405, 501):
            self.not_offered.add(method)
        if status is not None and status != 403:
            self.admitted.add(method)
        return None

    @property
    def judgement(self) -> Judgement:
        return self._judgement

    def override(self, judgement: Judgement) -> None:
        """The scenario is judged so, whatever was said before."""
        self._judgement = judgement

    def result(self, title: str, feature: Feature, tags: Sequence[str], requirements: Sequence[str]) -> ScenarioResult:
        """The line of the ledger for this scenario."""
        failed = self._steps[self._failed] if self._failed is not None else None
        scenario = self._scenario
        return ScenarioResult(
            id=self.id or title,
            title=scenario.name if scenario else title,
            feature={"name": feature.name, "path": feature.rel_filename, "description": feature.description.strip()},
            rule=scenario.rule.name if scenario and scenario.rule else None,
            tags=tuple(tags),
            requirements=tuple(requirements),
            verdict=self._judgement.verdict,
            started=self._started,
            seconds=round(time.perf_counter() - self._clock, 6),
            steps=tuple(self._steps),
            step=f"{failed.keyword} {failed.text}" if failed else None,
            expected=self._judgement.expected,
            received=self._judgement.received,
            reason=self._judgement.reason,
            exchanges=tuple(sorted(self._exchanges)),
            more=dict(self._more),
        )

    def _step_ended(self, outcome: str) -> None:
        if self._running is None:
            return
        step = self._steps[self._running]
        seconds = round(time.perf_counter() - self._step_clock, 6)
        self._steps[self._running] = StepResult(step.keyword, step.text, outcome, seconds)
