"""The first line of a ledger: what is run against what."""

import platform
from dataclasses import asdict
from typing import Any

import pytest

from dicomweb_conformance import __version__
from dicomweb_conformance.evidence.exchange import timestamp
from dicomweb_conformance.evidence.ledger import Header
from dicomweb_conformance.plugin.session import Session
from dicomweb_conformance.requirements import ON_REQUEST, PROFILES
from dicomweb_conformance.run_options import RUN, arguments_of


def header_of(config: pytest.Config, session: Session) -> Header:
    """The header of this run."""
    target = session.target
    capabilities = None if target.capabilities is None else sorted(target.capabilities)
    return Header(
        suite={"name": "dicomweb-conformance", "version": __version__},
        registry={"sha256": session.registry.sha256, "requirements": len(session.registry.requirements)},
        target={
            "url": session.redactor.text(target.url),
            "vendor": target.product.vendor,
            "product": target.product.name,
            "version": target.product.version,
            "capabilities": capabilities,
            "deviations": [
                {
                    "requirement": deviation.requirement,
                    "reason": deviation.reason,
                    "issue": deviation.issue,
                    "expires": deviation.expires.isoformat() if deviation.expires else None,
                }
                for deviation in target.deviations
            ],
            "settle": target.settle,
            **({"media_types": changed} if (changed := target.accepts.changed) else {}),
            "pace": asdict(target.pace),
            "again": _again(config),
        },
        run={
            "id": session.run_id,
            "started": timestamp(),
            "workers": workers_of(config),
            "uids": session.uids,
            "profiles": [profile for profile in PROFILES if profile in session.profiles],
            "selection": _selection(config, target.only_reads),
            "strict": bool(config.getoption("strict_should")),
            **({"operator": session.redactor.text(operator)} if (operator := config.getoption("operator")) else {}),
            **({"seed": session.budget.seed} if session.profiles.intersection(ON_REQUEST) else {}),
            "python": platform.python_version(),
            "platform": platform.platform(terse=True),
        },
    )


def _again(config: pytest.Config) -> list[str]:
    """The arguments of ``run`` that reach the same target; secrets are named in them, never told."""
    given = {option.key: config.getoption(option.key) for option in RUN}
    if given["token_command"]:
        given["token_command"] = f"{str(given['token_command']).split(maxsplit=1)[0]} ..."
    given["header"] = [f"{text.partition(':')[0].strip()}: ..." for text in given["header"]]
    named = ("--fault", "--samples", "--uids", "--examples", "--budget")
    return arguments_of([o for o in RUN if o.about == "target" or o.name in named], given)


def workers_of(config: pytest.Config) -> int:
    """How many processes carry out scenarios."""
    return len(config.getoption("tx", None) or ()) or 1


def _selection(config: pytest.Config, read_only: bool) -> list[str]:
    option = config.getoption
    chosen: list[Any] = ["--read-only"] if read_only else []
    chosen += [f"--only {name}" for name in option("only")]
    chosen += [f"-{letter} {option(name)}" for letter, name in (("k", "keyword"), ("m", "markexpr")) if option(name)]
    chosen += ["--lf"] if option("lf", False) else []
    chosen += [f"--deselect {path}" for path in option("deselect", None) or ()]
    chosen += [str(argument) for argument in config.args if "::" in str(argument) or str(argument).endswith(".feature")]
    return chosen
