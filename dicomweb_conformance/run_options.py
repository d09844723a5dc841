"""The options of a run, said once: the command line and pytest both take them from here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Option:
    """One option; ``metavar`` is None for a flag."""

    name: str
    help: str
    metavar: str | None = None
    repeatable: bool = False
    number: bool = False
    whole: bool = False
    """Whether the number is a whole one."""
    choices: tuple[str, ...] = ()
    default: str | None = None
    about: Literal["target", "run"] = "run"
    short: str | None = None
    """Another name on the command line, where pytest has a meaning of its own for it."""

    @property
    def type(self) -> type[str] | type[int] | type[float]:
        """The type of the value."""
        return int if self.whole else float if self.number else str

    @property
    def key(self) -> str:
        """The name as an identifier."""
        return self.name.lstrip("-").replace("-", "_")


FORMATS = ("json", "junit", "html", "markdown", "csv", "har", "badge", "pdf")
"""What a report is written as."""
FAIL_ON = ("nonconformant", "regression", "advisory", "partial")
"""What may make a run fail."""

ACCESS = (
    Option("--url", "base URL of the target, such as https://dicom.example.org/v2", "URL", about="target"),
    Option("--target", "target file: address, credentials, capabilities, known deviations", "FILE", about="target"),
    Option("--token-env", "environment variable that holds a bearer token", "NAME", about="target"),
    Option("--basic-env", "environment variable that holds user:password", "NAME", about="target"),
    Option("--header", "header for every request; repeatable", "'NAME: VALUE'", repeatable=True, about="target"),
    Option("--ca-bundle", "certificates to trust (PEM), for a private CA", "FILE", about="target"),
    Option("--insecure", "do not verify the target's certificate", about="target"),
    Option("--timeout", "longest wait for the target's next bytes; default 30", "SECONDS", number=True, about="target"),
)
"""How the target is reached."""

RUN = (
    *ACCESS,
    Option("--settle", "how long a view may lag behind a store; default 0", "SECONDS", number=True, about="target"),
    Option("--profile", "judge this profile; naming a capability declares it; repeatable", "P", repeatable=True),
    Option("--only", "judge only this requirement, or those that fit 'delete-*'; repeatable", "REQ", repeatable=True),
    Option("--dry-run", "list what would be judged, and send nothing"),
    Option("--report", "folder for the report; default reports/runs/TIME-TARGET", "DIR"),
    Option(
        "--format",
        "write this format; repeatable; default json, junit, html and markdown",
        "FORMAT",
        repeatable=True,
        choices=FORMATS,
    ),
    Option("--operator", "who runs it, for the cover of the report", "NAME"),
    Option("--sign-key", "sign the ledger with this Ed25519 private key (PEM)", "FILE"),
    Option(
        "--fail-on",
        "what makes the exit code another than 0; default: all that keeps a profile from passing",
        "WHAT",
        choices=FAIL_ON,
    ),
    Option("--baseline", "results.json of an earlier run, for --fail-on regression", "RESULTS"),
    Option("--update-deviations", "add the nonconformities to the target file as deviations, whose reasons you write"),
    Option("--uids", "UIDs of the tutorial's own scenarios", "KIND", choices=("tutorial", "fresh"), default="tutorial"),
    Option("--samples", "folder with the tutorial's original files; default: generated ones", "DIR"),
    Option("--replace-existing", "delete the tutorial's study first, if the target holds it"),
    Option("--strict-should", "requirements of level should fail the run too", short="--strict"),
    Option("--examples", "judge each property by so many examples; default 60", "N", number=True, whole=True),
    Option("--budget", "spend no longer than this on the examples of a property; default 20", "SECONDS", number=True),
    Option(
        "--seed", "make the examples of an earlier run again; default random, in CI 0", "N", number=True, whole=True
    ),
    Option("--fault", "make the embedded server wrong in one named way", "NAME"),
)
"""All options of a run."""


def arguments_of(options: Iterable[Option], given: Mapping[str, Any]) -> list[str]:
    """The options that were given, as arguments again."""
    arguments: list[str] = []
    for option in options:
        value = given.get(option.key)
        if value is None or value is False or value in ((), [], option.default):
            continue
        values = value if option.repeatable else (value,)
        # "--name=value", so that a value that begins with a dash stays a value
        arguments.extend(option.name if option.metavar is None else f"{option.name}={one}" for one in values)
    return arguments
