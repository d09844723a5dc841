"""Which of the right servers is embedded in a run that names no target, and what it is judged by."""

from collections.abc import Mapping, Sequence

import pytest

from dicomweb_conformance.requirements import BASE_PROFILES, CAPABILITIES

OFFERED: Mapping[str, Sequence[str]] = {
    "standard": [*BASE_PROFILES, *(each for each in CAPABILITIES if each != "microsoft")],
    "microsoft": ["tutorial", "delete", "microsoft"],
}
"""The profiles that each flavour of the embedded server is made for."""


def flavour_of(config: pytest.Config) -> str | None:
    """The flavour that is embedded: that of the fault, else the one that offers the profile microsoft when it is asked
    for; None when the options name a target.

    Raises pytest.UsageError for an unknown fault, and for profiles that no one server offers.
    """
    option = config.getoption
    if option("url") or option("target"):
        return None
    asked = option("profile")
    flavour = "microsoft" if "microsoft" in asked else "standard"
    if option("fault"):
        from dicomweb_conformance.reference.faults import VARIANTS

        if option("fault") not in VARIANTS:
            raise pytest.UsageError(f"unknown fault {option('fault')}; 'dicomweb-conformance faults' lists them")
        flavour = VARIANTS[option("fault")].flavour
    strange = sorted({*CAPABILITIES, *BASE_PROFILES}.intersection(asked) - set(OFFERED[flavour]))
    if strange:
        why = f"with {option('fault')}" if option("fault") else "beside microsoft"
        raise pytest.UsageError(f"the embedded server does not offer {strange[0]} {why}; judge them in separate runs")
    return flavour
