"""How much of what a server sends is read: every bound of size, number and depth, in one place.

A run stores little, and asks for little more than that, so that no right answer comes near them. They keep a broken
or hostile server from filling the memory or the disk of the harness. How long a server is waited for stands in limits.
"""

MEMORY = 8 * 1024 * 1024
"""Bytes of one message that are held in memory; what is more lies in a temporary file."""
LARGEST_BODY = 24 * 1024 * 1024
"""Bytes of a body, after its content coding is undone; checks read it as a whole."""
LARGEST_MESSAGE = 128 * 1024 * 1024
"""Bytes of a multipart body with all its parts, after its content coding is undone."""
MOST_PARTS = 10_000
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
