"""The options of a run, and the target that they describe."""

import fnmatch
import os
import secrets
from collections.abc import Mapping

import pytest

from dicomweb_conformance.http import tls_context
from dicomweb_conformance.plugin.embedded import OFFERED, flavour_of
from dicomweb_conformance.properties.budget import CI_SEED, EXAMPLES, LARGEST_SEED, SECONDS, Budget
from dicomweb_conformance.requirements import BASE_PROFILES, PROFILES, Registry
from dicomweb_conformance.run_options import RUN
from dicomweb_conformance.target import Target
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.toml_table import UnusableTarget


def add_options(parser: pytest.Parser) -> None:
    """The options of DICOMweb runs; the command line takes the same ones."""
    group = parser.getgroup("dicomweb", "DICOMweb conformance")
    for option in RUN:
        if option.metavar is None:
            group.addoption(option.name, action="store_true", help=option.help)
        elif option.repeatable:
            group.addoption(
                option.name,
                action="append",
                default=[],
                metavar=option.metavar,
                help=option.help,
                choices=option.choices or None,
            )
        else:
            group.addoption(
                option.name,
                metavar=option.metavar,
                help=option.help,
                default=option.default,
                choices=option.choices or None,
                type=option.type,
            )
    group.addoption("--brief", action="store_true", help="a progress line and the summary, and nothing of pytest's own")


def judged_profiles(config: pytest.Config, target: Target, registry: Registry) -> frozenset[str]:
    """The profiles to judge: those asked for, else tutorial, core and what the target declares."""
    asked = frozenset(config.getoption("profile"))
    unknown = sorted(asked - set(PROFILES))
    if unknown:
        raise pytest.UsageError(f"unknown profile {unknown[0]}; known are {', '.join(PROFILES)}")
    if asked:
        return asked
    if (flavour := flavour_of(config)) not in (None, "standard"):
        return frozenset(OFFERED[flavour])
    demanding = {requirement.profile for requirement in registry.requirements.values()}
    return (frozenset(BASE_PROFILES) | (target.capabilities or frozenset())) & demanding


def chosen_requirements(config: pytest.Config, registry: Registry) -> frozenset[str]:
    """The requirements named by ``--only``, by id or by a pattern with *, ? and [...]; empty for all."""
    chosen: set[str] = set()
    for pattern in config.getoption("only"):
        fitting = fnmatch.filter(registry.requirements, pattern)
        if not fitting:
            raise pytest.UsageError(
                f"unknown requirement {pattern}; 'dicomweb-conformance requirements' lists them all"
            )
        chosen.update(fitting)
    return frozenset(chosen)


def described_target(config: pytest.Config, embedded_url: str | None) -> Target:
    """The target of the options; the embedded server at ``embedded_url`` when neither --url nor --target is given.

    Raises pytest.UsageError, which says what cannot be used and why.
    """
    try:
        options = {option.key: config.getoption(option.key) for option in RUN}
        target = target_of(options, os.environ, embedded_url, flavour_of(config) or "standard")
        if target.access.tls.ca is not None or target.access.tls.certificate is not None:
            tls_context(target.access.tls)
    except UnusableTarget as error:
        raise pytest.UsageError(str(error)) from error
    return target


def described_budget(config: pytest.Config, environment: Mapping[str, str]) -> Budget:
    """What each property may cost. Without --seed the seed is a random one, and in CI always the same.

    Raises pytest.UsageError.
    """
    examples, seconds, seed = (config.getoption(key) for key in ("examples", "budget", "seed"))
    if examples is not None and not 1 <= examples <= 1_000_000:
        raise pytest.UsageError("--examples takes a number from 1 to 1000000")
    if seconds is not None and not 0 < seconds < 86_400:
        raise pytest.UsageError("--budget takes seconds, more than 0 and less than a day")
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise pytest.UsageError(f"--seed takes a number from 0 to {LARGEST_SEED}")
    if seed is None:
        seed = CI_SEED if environment.get("CI") else secrets.randbelow(LARGEST_SEED + 1)
    return Budget(EXAMPLES if examples is None else examples, SECONDS if seconds is None else seconds, seed)
