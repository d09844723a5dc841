"""One property on trial: what its examples have cost so far, and what was found."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.properties.budget import Budget
from dicomweb_conformance.provision import Unprovided


class Ended(BaseException):
    """The budget is spent, or there is nothing more to learn; Hypothesis lets it pass as it does an interruption."""


@dataclass(frozen=True)
class Finding:
    """What a judged example was found to break. ``example`` says which it is."""

    example: str
    expected: str
    received: str


@dataclass(frozen=True)
class Summary:
    """What a property has cost: examples that were judged, that the target did not take, that were made smaller."""

    examples: int
    refused: int
    shrunk: int
    requests: int
    seconds: float
    says: str | None

    def __str__(self) -> str:
        said = [f"{self.examples} examples"]
        said += [f"{self.refused} refused"] if self.refused else []
        said += [f"{self.shrunk} to make a failing one smaller"] if self.shrunk else []
        said += [f"{self.requests} requests"]
        return ", ".join(said) + (f"; {self.says}" if self.says else "")


@dataclass
class Trial:
    """Judges one example after another, within the budget.

    ``forget`` is called before each example: it takes away what the one before left on the target and in the record.
    ``requests`` is how many requests were sent so far. ``ended`` is told in the end what it has cost and what was
    found; the example that shows the finding is then the last one that was judged. ``full`` says whether the target
    holds as much as it may, because what was stored stays. ``once`` says that a finding counts that comes only once:
    the first one ends the trial, for nothing that is judged after it need show it again.
    """

    budget: Budget
    forget: Callable[[], None]
    requests: Callable[[], int]
    ended: Callable[[Summary, Finding | None], None] = lambda summary, finding: None
    once: bool = False
    full: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    finding: Finding | None = field(default=None, init=False)
    _phase: Literal["examples", "shrinking", "again"] = field(default="examples", init=False)
    _judged: int = field(default=0, init=False)
    _shrunk: int = field(default=0, init=False)
    _refused: list[NotOffered] = field(default_factory=list, init=False)
    _hindered: list[Unprovided] = field(default_factory=list, init=False)
    _stays: bool = field(default=False, init=False)
    _trouble: Exception | None = field(default=None, init=False)
    _began: float = field(init=False)
    _phase_began: float = field(init=False)
    _requests_before: int = field(init=False)
    _requests_at_first: int = field(init=False)

    def __post_init__(self) -> None:
        self._began = self._phase_began = self.clock()
        self._requests_before = self._requests_at_first = self.requests()

    def judge(self, example: Callable[[], None], describe: Callable[[], str]) -> None:
        """Judge one example. Raises Nonconformity when it fails, Ended when the budget is spent or trouble came."""
        if self._is_spent() or (self.once and self.finding is not None):
            raise Ended
        self.forget()
        if self.full() and self._phase != "again":
            self._stays = True
            raise Ended
        try:
            example()
        except Nonconformity as error:
            self._found(Finding(describe(), error.expected, error.received))
            raise
        except (NotOffered, Unprovided) as error:
            self._not_judged(error)
        except Exception as error:
            if type(error).__module__.partition(".")[0] == "hypothesis":
                raise
            # Hypothesis would count it as a failing example. What was found before stays found.
            self._trouble = None if self._phase == "shrinking" else error
            raise Ended from error
        else:
            self._passed()

    def again(self) -> None:
        """What failed is judged once more, whatever that costs. Raises the trouble that came, if any did."""
        self._raise_trouble()
        self._phase, self.finding = "again", None

    def end(self) -> None:
        """Raises the trouble that came when an example was judged again, if any did."""
        self._raise_trouble()

    def conclude(self) -> None:
        """There was no finding: raises what kept examples from being judged, where that keeps the property open."""
        self._raise_trouble()
        if self._hindered:
            first = self._hindered[0]
            count = f"{len(self._hindered)} of {len(self._hindered) + len(self._refused) + self._judged} examples"
            raise Unprovided(f"{count} could not be judged: {first.reason}", first.refused)
        if self._refused and not self._judged:
            raise self._refused[0]

    @property
    def summary(self) -> Summary:
        """What it has cost so far."""
        return Summary(
            examples=self._judged,
            refused=len(self._refused) + len(self._hindered),
            shrunk=self._shrunk,
            requests=self.requests() - self._requests_at_first,
            seconds=round(self.clock() - self._began, 3),
            says=f"ended after {self._judged}, because what was stored stays" if self._stays else self.budget.says,
        )

    def _passed(self) -> None:
        match self._phase:
            case "examples":
                self._judged += 1
            case "shrinking":
                self._shrunk += 1
            case "again":
                self.finding = None

    def _not_judged(self, error: NotOffered | Unprovided) -> None:
        if self._phase != "examples":
            self._passed()
        elif isinstance(error, NotOffered):
            self._refused.append(error)
        else:
            self._hindered.append(error)

    def _found(self, finding: Finding) -> None:
        if self._phase == "examples":
            self._judged += 1
            self._phase, self._phase_began, self._requests_before = "shrinking", self.clock(), self.requests()
        elif self._phase == "shrinking":
            self._shrunk += 1
        self.finding = finding

    def _is_spent(self) -> bool:
        seconds = self.clock() - self._phase_began
        match self._phase:
            case "again":
                return False
            case "examples":
                return seconds > self.budget.seconds
            case _:
                most = self.budget.shrink_examples
                return (
                    seconds > self.budget.seconds / 2
                    or self.requests() - self._requests_before >= self.budget.shrink_requests
                    or (most is not None and self._shrunk >= most)
                )

    def _raise_trouble(self) -> None:
        if self._trouble is not None:
            raise self._trouble
