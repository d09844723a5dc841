"""A token endpoint, asked for a token by a client (RFC 6749 4.4, client credentials)."""

import json
import re
import time
from urllib.parse import urlencode

import httpx

from dicomweb_conformance.auth.credentials import ClientCredentials, encoded_client
from dicomweb_conformance.auth.token import Token, token_in
from dicomweb_conformance.network import NoToken, network_trouble

_SECONDS = 30.0
_MOST_BYTES = 1 << 20
# RFC 6749 5.2: what an error code may be; the description beside it is not told, it may repeat what was sent
_ERROR_CODE = re.compile(r"[a-z_]{1,60}")
_REMEDIES = {
    "invalid_client": "check the client id and its secret, and whether the endpoint wants them in the body "
    "(client_auth = post)",
    "unauthorized_client": "allow this client the grant client_credentials",
    "unsupported_grant_type": "the endpoint does not know client credentials; use another kind of credentials",
    "invalid_scope": "check the scope",
    "invalid_target": "check the resource or the audience",
    "invalid_request": "check scope, audience and resource: one may be missing, or too much",
}


def token_from_endpoint(source: ClientCredentials, http: httpx.Client) -> Token:
    """Ask for a token. Nothing but an answer of the endpoint itself counts: redirects are not followed.

    Raises NoToken, which names the endpoint, its status and the code of its error, and no secret.
    """
    wanted = {"scope": source.scope, "audience": source.audience, "resource": source.resource}
    fields = {"grant_type": "client_credentials", **{name: text for name, text in wanted.items() if text is not None}}
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    if source.style == "post":
        fields |= {"client_id": source.client_id, "client_secret": source.client_secret}
    else:
        headers["Authorization"] = f"Basic {encoded_client(source.client_id, source.client_secret)}"
    where = f"the token endpoint {source.token_url.partition('?')[0]}"
    try:
        status, body = _answer(http, source.token_url, headers, urlencode(fields).encode())
    except httpx.HTTPError as error:
        raise NoToken(f"{where} cannot be reached: {network_trouble(error)}", configured=False) from error
    if status != 200:
        raise _refused(where, status, body)
    if _member(body, "token_type").lower() not in ("", "bearer"):
        raise NoToken(f"{where} gives a token of a type that is not Bearer", configured=True)
    return token_in(body.decode("utf-8", "replace"), time.time(), source.lifetime, where)


def _answer(http: httpx.Client, url: str, headers: dict[str, str], content: bytes) -> tuple[int, bytes]:
    body = b""
    with http.stream("POST", url, headers=headers, content=content, timeout=_SECONDS) as response:
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                break
        return response.status_code, body


def _refused(where: str, status: int, body: bytes) -> NoToken:
    code = _member(body, "error")
    code = code if _ERROR_CODE.fullmatch(code) else ""
    remedy = _REMEDIES.get(code)
    if remedy is None:
        remedy = "try again later" if status >= 500 or status == 429 else "check its address and the client"
    said = f"{status} {code}" if code else str(status)
    return NoToken(f"{where} gives no token: it answers {said}; {remedy}", configured=400 <= status < 500)


def _member(body: bytes, name: str) -> str:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    value = read.get(name) if isinstance(read, dict) else None
    return value if isinstance(value, str) else ""
