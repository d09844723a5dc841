"""The bytes of one message body or of its parts: kept in memory while small, on disk when large."""

import hashlib
import io
import tempfile
import threading
import weakref
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from dicomweb_conformance.capacity import LARGEST_DOCUMENT, MEMORY, BeyondCapacity

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Body:
    """Received bytes, written once.

    A body above the memory limit lies in a nameless temporary file, which vanishes with the last reference to the body
    and to the readers that it opened.
    """

    __slots__ = ("_store", "sha256", "size")

    size: int
    """Number of bytes."""
    sha256: str
    """SHA-256 of the bytes, in lower case hexadecimal digits."""

    def __init__(self, store: "bytes | _Slice", size: int, sha256: str) -> None:
        self._store = store
        self.size = size
        self.sha256 = sha256

    @classmethod
    def of(cls, data: bytes) -> "Body":
        """The body that holds ``data``, in memory whatever its size."""
        return cls(bytes(data), len(data), hashlib.sha256(data).hexdigest())

    @classmethod
    def collect(cls, chunks: Iterable[bytes], memory_limit: int = MEMORY) -> "Body":
        """The body that ``chunks`` make up, held on disk if it is longer than ``memory_limit`` bytes."""
        return Keeper(memory_limit).collect(chunks)

    def head(self, n: int) -> bytes:
        """The first ``n`` bytes, or all of them when there are fewer."""
        with self.open() as reader:
            return reader.read(max(n, 0))

    def read(self) -> bytes:
        """All bytes at once. Raises BeyondCapacity for more than any document has; ``open`` reads those too."""
        if isinstance(self._store, bytes):
            return self._store
        if self.size > LARGEST_DOCUMENT:
            raise BeyondCapacity(f"a body of {self.size:,} bytes is not read at once")
        with self.open() as reader:
            return reader.read()

    def open(self) -> BinaryIO:
        """A fresh seekable reader at the first byte; several may be open at once."""
        if isinstance(self._store, bytes):
            return io.BytesIO(self._store)
        return cast(BinaryIO, io.BufferedReader(_SpoolReader(self._store), buffer_size=64 * 1024))

    def __repr__(self) -> str:
        return f"Body(size={self.size}, sha256={self.sha256!r})"


class Keeper:
    """Collects bodies that come one after the other, such as the parts of one message.

    All together take ``memory_limit`` bytes of memory at most; the bodies that do not fit share one temporary file.
    """

    def __init__(self, memory_limit: int = MEMORY) -> None:
        self._room = memory_limit
        self._spool: _Spool | None = None

    def collect(self, chunks: Iterable[bytes]) -> Body:
        """The body that ``chunks`` make up; they are consumed to their end."""
        digest = hashlib.sha256()
        size = 0
        memory = bytearray()
        spooled: _Slice | None = None
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            if spooled is None and size > self._room:
                self._spool = self._spool or _Spool()
                spooled = _Slice(self._spool, self._spool.size)
                spooled.append(memory)
                memory = bytearray()
            if spooled is None:
                memory += chunk
            else:
                spooled.append(chunk)
        if spooled is None:
            self._room -= size
        return Body(bytes(memory) if spooled is None else spooled, size, digest.hexdigest())


class _Slice:
    """The bytes of one body in a spool."""

    def __init__(self, spool: "_Spool", start: int) -> None:
        self._spool = spool
        self._start = start
        self.size = 0

    def append(self, data: bytes | bytearray) -> None:
        self._spool.append(data)
        self.size += len(data)

    def read_at(self, position: int, length: int) -> bytes:
        return self._spool.read_at(self._start + position, min(length, max(0, self.size - position)))


class _Spool:
    """A temporary file that is closed by the garbage collector."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the spool
        # A file that is collected while open warns of an unclosed resource; a finalizer closes it first.
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self.size = 0

    def append(self, data: bytes | bytearray) -> None:
        # A body that was collected before may have been read since.
        with self._lock:
            self._file.seek(self.size)
            self._file.write(data)
        self.size += len(data)

    def read_at(self, position: int, length: int) -> bytes:
        # One file serves all readers, so that seek and read must not be parted.
        with self._lock:
            self._file.seek(position)
            return self._file.read(length)


class _SpoolReader(io.RawIOBase):
    """A position in a body that is spooled; keeps the spool alive, and holds nothing that must be closed."""

    def __init__(self, spool: _Slice) -> None:
        super().__init__()
        self._spool = spool
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._spool.size}[whence]
        if base + offset < 0:
            raise ValueError(f"cannot seek to {base + offset}, before the first byte")
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._spool.read_at(self._position, len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
