"""The right behaviour: every function as the standard has it."""

from __future__ import annotations

from dicomweb_conformance.reference import (
    bulkdata,
    capabilities,
    delete,
    dicom_xml,
    examination,
    frames,
    handling,
    matching,
    multipart,
    negotiation,
    pixels,
    retrieve,
    routes,
    search,
    store,
    writing,
)
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.keys import parse_keys
from dicomweb_conformance.reference.messages import Answer, Request, Resource, refusal


def _later(server: Server, request: Request, resource: Resource) -> Answer:
    return refusal(501, "Not implemented.")


CONFORMANT = Behaviour(
    handle=handling.handle,
    route=routes.route,
    methods=routes.methods,
    authorise=handling.authorise,
    negotiate=negotiation.negotiate,
    store=store.store,
    retrieve=retrieve.retrieve,
    metadata=retrieve.metadata,
    frames=frames.frames,
    bulkdata=bulkdata.bulkdata,
    rendered=_later,
    thumbnail=_later,
    search=search.search,
    delete=delete.delete,
    capabilities=capabilities.capabilities,
    wado_uri=_later,
    select=handling.select,
    read_parts=multipart.read_parts,
    examine=examination.examine,
    accept=examination.accept,
    store_status=store.store_status,
    store_module=store.store_module,
    parse_keys=parse_keys,
    searched=search.searched,
    attribute_of=search.attribute_of,
    matches=matching.matches,
    page=search.page,
    returned=search.returned,
    transcode=pixels.transcode,
    frame=pixels.frame,
    bulk_value=bulkdata.bulk_value,
    json_attribute=writing.json_attribute,
    json_document=writing.json_document,
    xml_document=dicom_xml.document,
    part_headers=writing.part_headers,
    write_multipart=multipart.write_multipart,
    write=writing.write,
)
