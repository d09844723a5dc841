"""Changes of instances that show when they are retrieved, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server, Transaction
from dicomweb_conformance.reference.faults.changes import retrieving
from dicomweb_conformance.reference.messages import Answer, Content, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import File

Transcode = Callable[[Server, Instance, str], Content]


def in_retrieve(right: Behaviour, transcode: Transcode) -> Behaviour:
    """Instances made by ``transcode`` when they are retrieved as such, and not by the URI service."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        behaviour = replace(server.behaviour, transcode=transcode)
        return right.retrieve(replace(server, behaviour=behaviour), request, resource)

    return replace(right, retrieve=retrieve)


def retrieving_only(right: Behaviour, change: Callable[[File], File]) -> Behaviour:
    """Each file changed when it is retrieved by studies, series or instances."""
    return in_retrieve(right, retrieving(right, change).transcode)


def gone(transaction: Transaction, level: str) -> Transaction:
    """The transaction with 410 instead of 404 at that level."""

    def changed(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return transaction(server, request, resource)
        except Refused as refused:
            if refused.answer.status == 404 and resource.level == level:
                raise Refused(410, "It is gone.") from refused
            raise

    return changed
