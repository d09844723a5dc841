"""Retrieve Capabilities (PS3.18 8.9)."""

from __future__ import annotations

from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.messages import Answer, Request, Resource


def capabilities(server: Server, request: Request, resource: Resource) -> Answer:
    """What the resource offers; the methods are in the Allow header."""
    return Answer(204)
