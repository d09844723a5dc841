"""What a run judges: profiles, capabilities and chosen requirements."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from dicomweb_conformance.plugin.options import chosen_requirements, judged_profiles
from dicomweb_conformance.requirements import Registry, Requirement
from dicomweb_conformance.target import Target


@dataclass(frozen=True)
class Scope:
    """``chosen`` are the requirements named by --only, none for all; ``capabilities`` what the target declares.

    ``only_reads`` takes the scenarios that start from what the target holds already, and no others.
    """

    profiles: frozenset[str]
    capabilities: frozenset[str] | None
    chosen: frozenset[str]
    only_reads: bool

    def covers(self, requirement: Requirement) -> bool:
        """Whether the requirement is to be judged."""
        return requirement.profile in self.profiles and (not self.chosen or requirement.id in self.chosen)

    def takes(self, requirements: Iterable[Requirement], only_reads: bool) -> bool:
        """Whether a scenario that tests these requirements is to be run; one that tests none must be seen.

        ``only_reads`` says that it starts from what the target holds already.
        """
        if only_reads is not self.only_reads:
            return False
        tested = tuple(requirements)
        return not tested or any(self.covers(one) and not one.lacks(self.capabilities) for one in tested)


def scope_of(config: pytest.Config, target: Target, registry: Registry) -> Scope:
    """The scope that the options describe. Raises pytest.UsageError on an unknown profile or requirement."""
    return Scope(
        profiles=judged_profiles(config, target, registry),
        capabilities=target.capabilities,
        chosen=chosen_requirements(config, registry),
        only_reads=target.only_reads,
    )
