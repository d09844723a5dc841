"""What the server does, as one value: a function for each transaction and for each decision that can go wrong.

The right functions are gathered in ``conformant``; a fault replaces some of them (see the package ``faults``).
Transactions call each other and the decisions only through ``server.behaviour``, so that a replaced one counts
everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL.Image import Image

from dicomweb_conformance.reference.archive import Archive, Instance, NewInstance
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Content,
    Headers,
    Part,
    Received,
    Reply,
    Request,
    Resource,
)
from dicomweb_conformance.reference.multipart import ReceivedPart
from dicomweb_conformance.reference.negotiation import Choice, Offer
from dicomweb_conformance.reference.outcomes import Examined, Outcome
from dicomweb_conformance.reference.part10 import File
from dicomweb_conformance.reference.rendering import Rendering, Shown

Transaction = Callable[["Server", Request, Resource], Answer]


@dataclass(frozen=True)
class Behaviour:
    """Every function by which the server can be told from another one."""

    handle: Callable[[Server, Request], Answer]
    """A request in, an answer out: authentication, routing, method, and then one of the transactions."""
    route: Callable[[Request], Resource]
    """What the path means; raises Refused 404 or 400."""
    methods: Callable[[Behaviour, Resource], Mapping[str, Transaction]]
    """The transactions of a resource by HTTP method."""
    authorise: Callable[[Server, Request], None]
    """Raises Refused 401 or 403 for a request that is not allowed."""
    negotiate: Callable[[Request, Sequence[Offer]], Sequence[Choice]]
    """What the client may be given, best first; raises Refused 406 or 400."""

    store: Transaction
    retrieve: Transaction
    metadata: Transaction
    frames: Transaction
    bulkdata: Transaction
    rendered: Transaction
    thumbnail: Transaction
    search: Transaction
    delete: Transaction
    capabilities: Transaction
    wado_uri: Transaction

    select: Callable[[Server, Resource], Sequence[Instance]]
    """The instances that a resource consists of, for retrieve, metadata, bulk data and delete."""

    read_parts: Callable[[Received, str], Sequence[ReceivedPart]]
    """Store: the parts of a multipart body."""
    examine: Callable[[Server, memoryview], Examined]
    """Store: what a part holds, and whether it can be stored."""
    accept: Callable[[Server, Resource, NewInstance], Outcome]
    """Store: put one instance into the archive, or say why not."""
    store_status: Callable[[Sequence[Outcome]], int]
    """Store: the status that fits the outcomes."""
    store_module: Callable[[Request, Resource, Sequence[Outcome]], Attributes]
    """Store: the Store Instances Response Module."""

    parse_keys: Callable[[Request, str], Keys]
    """Search: the query of a search at a level."""
    searched: Callable[[Server, Resource, Keys], Sequence[Instance]]
    """Search: all instances of the studies among which a search looks."""
    attribute_of: Callable[[Server, Entity, str], Attribute | None]
    """Search: an attribute (by tag) of a study, series or instance."""
    matches: Callable[[Key, Attribute | None], bool]
    """Search: whether an attribute matches a key."""
    page: Callable[[Keys, Sequence[Entity]], tuple[Sequence[Entity], Headers]]
    """Search: the matches that limit and offset ask for, and a warning when more remain."""
    returned: Callable[[Server, Request, Resource, Keys, Entity], Attributes]
    """Search: what is returned of a match."""

    transcode: Callable[[Server, Instance, str], Content]
    """The file of an instance in another transfer syntax."""
    frame: Callable[[Server, Instance, int, str], bytes]
    """One frame (counted from 1) in a transfer syntax: native samples, or a bare code stream."""

    bulk_value: Callable[[File, Sequence[str]], bytes]
    """The value field of an element, named by its tag, or by tags and item numbers down to it."""

    parse_rendering: Callable[[Request], Rendering]
    """Rendered: the parameters of a request."""
    render: Callable[[Server, Shown, Rendering], Image]
    """Rendered: one frame as a picture."""

    json_attribute: Callable[[str, Attribute], Attribute]
    """JSON: one attribute, at any depth, as it is written."""
    json_document: Callable[[Sequence[Attributes], bool], Any]
    """JSON: the whole document, of one single dataset or of a list of them."""
    xml_document: Callable[[Attributes], bytes]
    """XML: the Native DICOM Model of one dataset."""
    part_headers: Callable[[Part], Headers]
    """Multipart: the header of one part."""
    write_multipart: Callable[[Iterable[tuple[Headers, Content]], str], tuple[Content, ...]]
    """Multipart: the pieces of the body."""
    write: Callable[[Server, Request, Answer], Reply]
    """The answer as it goes over the wire."""


@dataclass(frozen=True)
class Server:
    """The stored instances and what is done with them. Tokens are those that requests must bear, if any."""

    archive: Archive
    behaviour: Behaviour
    bearer: str | None = None
    read_only_bearer: str | None = None
