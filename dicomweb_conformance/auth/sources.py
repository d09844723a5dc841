"""Where bearer tokens come from while a run goes on: a file, a program, a token endpoint."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable

import httpx

from dicomweb_conformance.auth.credentials import ClientCredentials, TokenCommand, TokenFile, TokenSource
from dicomweb_conformance.auth.endpoint import token_from_endpoint
from dicomweb_conformance.auth.token import Token, token_in
from dicomweb_conformance.network import NoToken

OpenHttp = Callable[[], httpx.Client]

_COMMAND_SECONDS = 60.0
"""The longest that a program may take to give a token."""


def fetch(source: TokenSource, open_http: OpenHttp) -> Token:
    """A token from its source; ``open_http`` gives a client for the token endpoint. Raises NoToken."""
    match source:
        case TokenFile():
            return _from_file(source)
        case TokenCommand():
            return _from_command(source)
        case ClientCredentials():
            with open_http() as http:
                return token_from_endpoint(source, http)


def stamp(source: TokenSource) -> tuple[int, ...] | None:
    """Something that changes when the file of the token does; None for other sources, and without a file."""
    if not isinstance(source, TokenFile):
        return None
    try:
        found = os.stat(source.path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _from_file(source: TokenFile) -> Token:
    try:
        text = source.path.read_text(encoding="utf-8")
    except OSError as error:
        raise NoToken(f"the token file {source.path} cannot be read: {error.strerror}", configured=True) from error
    except UnicodeDecodeError as error:
        raise NoToken(f"the token file {source.path} is no text", configured=True) from error
    return token_in(text, time.time(), source.lifetime, f"the token file {source.path}")


def _from_command(source: TokenCommand) -> Token:
    name = source.arguments[0]
    program = shutil.which(name)
    if program is None:
        raise NoToken(
            f"the program {name}, which gives the token, is not found; check its name and PATH", configured=True
        )
    try:
        done = subprocess.run(
            [program, *source.arguments[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        # what it wrote before may hold a token, and the error would carry that along
        raise NoToken(f"{name} gave no token within {_COMMAND_SECONDS:.0f} seconds", configured=False) from None
    except OSError as error:
        raise NoToken(f"{name}, which gives the token, cannot be run: {error.strerror}", configured=True) from error
    if done.returncode != 0:
        # neither its arguments nor what it says are told: both may hold secrets
        raise NoToken(
            f"{name}, which gives the token, ended with exit code {done.returncode}; "
            "run it by itself to see why, and log in again if it asks for that",
            configured=True,
        )
    return token_in(done.stdout.decode("utf-8", "replace"), time.time(), source.lifetime, f"{name}, run for a token,")
