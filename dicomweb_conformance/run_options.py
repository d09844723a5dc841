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
    sets: str | None = None
    """The key of a target file that it stands for, by its path in the file, such as ``urls.store``."""

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
    Option("--url", "base URL of the target, such as https://dicom.example.org/v2", "URL", about="target", sets="url"),
    Option("--target", "target file: address, credentials, capabilities, known deviations", "FILE", about="target"),
    *(
        Option(f"--{name}-url", f"base URL of {what}, where it is another", "URL", about="target", sets=f"urls.{key}")
        for name, key, what in (
            ("store", "store", "store"),
            ("retrieve", "retrieve", "retrieve"),
            ("search", "search", "search"),
            ("delete", "delete", "delete"),
            ("wado-uri", "wado-uri", "the URI service (PS3.18 9)"),
        )
    ),
    Option("--header", "header for every request; repeatable", "'NAME: VALUE'", repeatable=True, about="target"),
    Option(
        "--token-env", "environment variable that holds a bearer token", "NAME", about="target", sets="auth.bearer.env"
    ),
    Option(
        "--token-file",
        "file that holds a bearer token; read again when it changes",
        "FILE",
        about="target",
        sets="auth.bearer.file",
    ),
    Option(
        "--token-command",
        "program, with arguments, that prints a bearer token; run again before the token expires",
        "COMMAND",
        about="target",
        sets="auth.bearer.command",
    ),
    Option(
        "--token-lifetime",
        "how long a token is good, where neither it nor its source says so",
        "SECONDS",
        number=True,
        about="target",
        sets="auth.bearer.lifetime",
    ),
    Option(
        "--basic-env",
        "environment variable that holds user:password",
        "NAME",
        about="target",
        sets="auth.basic.env",
    ),
    Option(
        "--oauth-token-url",
        "OAuth 2 token endpoint, for client credentials",
        "URL",
        about="target",
        sets="auth.oauth2.token_url",
    ),
    Option("--oauth-client-id", "OAuth 2 client", "ID", about="target", sets="auth.oauth2.client_id"),
    Option(
        "--oauth-client-secret-env",
        "environment variable that holds the secret of the OAuth 2 client",
        "NAME",
        about="target",
        sets="auth.oauth2.client_secret.env",
    ),
    Option(
        "--oauth-client-secret-file",
        "file that holds the secret of the OAuth 2 client",
        "FILE",
        about="target",
        sets="auth.oauth2.client_secret.file",
    ),
    Option("--oauth-scope", "scope to ask the token endpoint for", "SCOPE", about="target", sets="auth.oauth2.scope"),
    Option(
        "--oauth-audience",
        "audience to ask the token endpoint for",
        "AUDIENCE",
        about="target",
        sets="auth.oauth2.audience",
    ),
    Option(
        "--oauth-resource",
        "resource to ask the token endpoint for",
        "URI",
        about="target",
        sets="auth.oauth2.resource",
    ),
    Option(
        "--oauth-client-auth",
        "where the client's secret stands: basic, the Authorization header (default), or post, the body",
        "STYLE",
        choices=("basic", "post"),
        about="target",
        sets="auth.oauth2.client_auth",
    ),
    Option(
        "--oauth-token-lifetime",
        "how long a token of the endpoint is good, where it does not say so",
        "SECONDS",
        number=True,
        about="target",
        sets="auth.oauth2.lifetime",
    ),
    Option(
        "--api-key-env", "environment variable that holds an API key", "NAME", about="target", sets="auth.api_key.env"
    ),
    Option(
        "--api-key-header",
        "header field of the API key; default X-API-Key",
        "NAME",
        about="target",
        sets="auth.api_key.header",
    ),
    Option(
        "--read-only-token-env",
        "environment variable that holds a bearer token which may read and not change",
        "NAME",
        about="target",
        sets="auth.read_only_bearer.env",
    ),
    Option("--ca-bundle", "certificates to trust (PEM), for a private CA", "FILE", about="target", sets="tls.ca"),
    Option("--insecure", "do not verify the target's certificate", about="target", sets="tls.insecure"),
    Option(
        "--client-cert",
        "certificate to show the target (PEM), for mutual TLS",
        "FILE",
        about="target",
        sets="tls.certificate",
    ),
    Option(
        "--client-key",
        "key of that certificate (PEM), if it is not in the same file",
        "FILE",
        about="target",
        sets="tls.key",
    ),
    Option(
        "--client-key-password-env",
        "environment variable that holds the password of that key",
        "NAME",
        about="target",
        sets="tls.key_password.env",
    ),
    Option("--proxy", "send all requests by this HTTP proxy", "URL", about="target", sets="proxy.url"),
    Option(
        "--proxy-basic-env",
        "environment variable that holds user:password for the proxy",
        "NAME",
        about="target",
        sets="proxy.basic.env",
    ),
    Option(
        "--timeout",
        "longest wait for the target's next bytes; default 30",
        "SECONDS",
        number=True,
        about="target",
        sets="timeout",
    ),
    *(
        Option(f"--limit-{key.replace('_', '-')}", says, "SECONDS", number=True, about="target", sets=f"limits.{key}")
        for key, says in (
            ("connect", "longest wait for a connection; default that of --timeout"),
            ("first_byte", "longest wait for the first byte of an answer; default that of --timeout"),
            ("between_bytes", "longest wait between bytes of a message; default that of --timeout"),
            ("whole", "longest time for a request and its whole answer; default 300"),
        )
    ),
    Option(
        "--max-requests-per-second",
        "ask no faster than this, all workers together",
        "N",
        number=True,
        about="target",
        sets="pace.max_requests_per_second",
    ),
    Option(
        "--max-concurrency",
        "refuse to run with more workers than this",
        "N",
        number=True,
        whole=True,
        about="target",
        sets="pace.max_concurrency",
    ),
)
"""How the target is reached."""

RUN = (
    *ACCESS,
    Option(
        "--settle",
        "how long a view may lag behind a store; default 0",
        "SECONDS",
        number=True,
        about="target",
        sets="settle",
    ),
    Option(
        "--read-only",
        "store and delete nothing; judge what studies show that are there already",
        about="target",
        sets="read_only",
    ),
    Option(
        "--study",
        "a study to look at with --read-only, by its StudyInstanceUID; repeatable; default: some that a search finds",
        "UID",
        repeatable=True,
        about="target",
        sets="studies",
    ),
    Option(
        "--media-type",
        "what to accept where a scenario does not word it: store, retrieve, metadata, frames or search; repeatable",
        "NAME=TYPE",
        repeatable=True,
        about="target",
    ),
    Option(
        "--reset-command",
        "program, with arguments, that removes the studies whose UIDs are given to it; called after the run for what "
        "the target did not delete",
        "COMMAND",
        about="target",
        sets="reset.command",
    ),
    Option(
        "--reset-before", "call the reset command before the run too, without UIDs", about="target", sets="reset.before"
    ),
    Option("--vendor", "vendor of the product, for the report", "NAME", about="target", sets="product.vendor"),
    Option("--product", "name of the product, for the report", "NAME", about="target", sets="product.name"),
    Option(
        "--product-version", "version of the product, for the report", "TEXT", about="target", sets="product.version"
    ),
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
    Option("--budget", "spend no longer than this on the examples of a property; default 30", "SECONDS", number=True),
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
