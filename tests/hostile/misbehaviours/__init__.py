"""The misbehaviours, by what they break."""

from tests.hostile.misbehaviours import (
    codings,
    connections,
    dicom,
    documents,
    framing,
    headers,
    multiparts,
    redirects,
    statuses,
    uploads,
    xml,
)

__all__ = [
    "codings",
    "connections",
    "dicom",
    "documents",
    "framing",
    "headers",
    "multiparts",
    "redirects",
    "statuses",
    "uploads",
    "xml",
]
