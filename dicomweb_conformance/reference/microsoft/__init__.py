"""A right server of another kind: what Microsoft's DICOM service promises beside PS3.18, and against it.

After its public conformance statement, version 2 of the service (``docs/resources/v2-conformance-statement.md`` of
github.com/microsoft/dicom-server), as far as it speaks of store, retrieve, search and delete::

    service     version in the path, health, OpenAPI document, media types
    store       409 for what is stored already, required attributes, warnings, blank preambles
    retrieve    three transfer syntaxes, metadata without binary values, pictures of one frame
    search      few keys, no case, prefixes, limits, short results

The service allows an instance UID in several series; the archive here holds it once.
"""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.microsoft import retrieve, search, service, store

VERSION = service.VERSION

MICROSOFT = replace(
    CONFORMANT,
    handle=service.handle,
    route=service.route,
    methods=service.methods,
    negotiate=service.negotiate,
    store=store.store,
    read_parts=store.read_parts,
    examine=store.examine,
    accept=store.accept,
    store_module=store.store_module,
    retrieve=retrieve.retrieve,
    metadata=retrieve.metadata,
    rendered=retrieve.rendered,
    search=search.search,
    parse_keys=search.parse_keys,
    attribute_of=search.attribute_of,
    matches=search.matches,
    page=search.page,
    returned=search.returned,
)
"""The behaviour: every function as the conformance statement has it."""
