"""Delete a study, series or instance; no transaction of PS3.18, but offered by many servers."""

from __future__ import annotations

from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.messages import Answer, Request, Resource


def delete(server: Server, request: Request, resource: Resource) -> Answer:
    """Remove every instance of the resource. Request headers do not matter."""
    server.archive.remove(found(server, resource))
    return Answer(204)
