"""How much a property may cost."""

import hashlib
from dataclasses import dataclass, replace

EXAMPLES = 60
SECONDS = 30.0
SHRINK_REQUESTS = 600
"""So many requests may be spent on making a failing example small."""
UNREMOVED = 12
"""So many examples at most where nothing can be deleted, and so many again to make a failing one small."""
CI_SEED = 0
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Budget:
    """What one property may cost.

    ``examples`` are judged at most, for ``seconds`` at most; making a failing one small may take half as long again and
    ``shrink_requests``, and ``shrink_examples`` where that is not None. The same ``seed`` gives the same examples.
    ``says`` is why the budget is smaller than what was asked for, if it is.
    """

    examples: int = EXAMPLES
    seconds: float = SECONDS
    seed: int = CI_SEED
    shrink_requests: int = SHRINK_REQUESTS
    shrink_examples: int | None = None
    says: str | None = None

    def for_property(self, name: str) -> "Budget":
        """The same, with a seed of the property's own, so that no two properties see the same accidents."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return replace(self, seed=int.from_bytes(digest[:8], "big"))

    def without_removal(self) -> "Budget":
        """The same for a target on which every example stays."""
        if self.examples <= UNREMOVED:
            return replace(self, shrink_examples=UNREMOVED)
        says = f"the target does not declare delete: {UNREMOVED} examples instead of {self.examples}"
        return replace(self, examples=UNREMOVED, shrink_examples=UNREMOVED, says=says)
