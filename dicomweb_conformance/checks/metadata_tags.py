"""Entity tags of metadata (RFC 9110 8.8.3 and 13.1.2), for targets that send them."""

import re

from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

_ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\uffff]*"')


def entity_tag(response: Response) -> str:
    """The ETag of a response. Raises NotOffered when it has none, Nonconformity when it is malformed."""
    tag = response.header("etag")
    if response.status != 200 or tag is None:
        raise NotOffered("the target sends no entity tag with metadata")
    if _ENTITY_TAG.fullmatch(tag) is None:
        raise Nonconformity("an entity tag in quotes", f"ETag {tag}")
    return tag


def must_have_entity_tag(response: Response) -> None:
    """The response bears a well-formed entity tag."""
    if response.status != 200 or response.header("etag") is None:
        raise Nonconformity("status 200 with an entity tag", f"status {response.status}, no ETag")
    entity_tag(response)


def is_not_modified(response: Response) -> None:
    """The answer to a conditional request for what has not changed: 304, without content."""
    if response.status != 304 or response.body.size:
        raise Nonconformity("status 304 without content", f"status {response.status}, {response.body.size} bytes")


def is_same(first: Response, second: Response) -> None:
    """Two answers with the same content bear the same entity tag."""
    if entity_tag(first) != second.header("etag"):
        raise Nonconformity(f"ETag {first.header('etag')} as before", f"ETag {second.header('etag')}")


def has_changed(first: Response, second: Response) -> None:
    """Another content bears another entity tag."""
    if second.status != 200 or second.header("etag") == entity_tag(first):
        raise Nonconformity(
            "status 200 with another entity tag", f"status {second.status}, ETag {second.header('etag')}"
        )
