"""How much of what a server sends is read: every bound of size, number and depth, in one place.

They keep a broken or hostile server from filling the memory or the disk of the harness. What is read as a whole has a
bound of its own; files and messages of many parts, which lie on disk, may be as large as real studies are. How long a
server is waited for stands in limits.
"""

from collections.abc import Iterable, Iterator

MEMORY = 8 * 1024 * 1024
"""Bytes of one message that are held in memory; what is more lies in a temporary file."""
LARGEST_DOCUMENT = 48 * 1024 * 1024
"""Bytes of a body, or of a part, that is no DICOM file: checks read it as a whole. Content codings are undone."""
LARGEST_MESSAGE = 4 * 1024 * 1024 * 1024
"""Bytes of a DICOM file, or of a multipart body with all its parts. Content codings are undone."""
MOST_PARTS = 50_000
"""Parts of a multipart body."""
LONGEST_PART_HEADER = 16 * 1024
"""Bytes that the header block of one part takes."""
MOST_CODINGS = 3
"""Content codings that are applied one after the other."""

MOST_VALUES = 1_500_000
"""Values, counted by the signs between them, of a JSON text: a few bytes of it take a hundred of memory."""
DEEPEST_JSON = 256
"""Objects and arrays within each other; a sequence item takes three."""
LONGEST_NUMBER = 400
"""Characters of a number in JSON; the longest double takes 25."""
GREATEST_EXPONENT = 999
"""Exponent of ten of a number in JSON; that of a double is 308."""

MOST_ELEMENTS = 100_000
"""Elements of an XML document."""
DEEPEST_XML = 256
"""Elements of an XML document within each other; a sequence item takes two."""

LARGEST_INFLATED = 128 * 1024 * 1024
"""Bytes of a dataset in a deflated transfer syntax, when it is inflated."""
LARGEST_PICTURE = 64 * 1024 * 1024
"""Samples of an image, in all its frames, that are decoded."""


class BeyondCapacity(Exception):
    """A message is more than is read of one. This says nothing of the rule under test."""


def bounded(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The chunks, up to so many bytes in all. Raises BeyondCapacity while iterating."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise BeyondCapacity(f"it is longer than {limit:,} bytes, the most that are read")
        yield chunk
