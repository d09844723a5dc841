"""The bytes of one message body or of one part: kept in memory while small, on disk when large."""

import hashlib
import io
import tempfile
import threading
import weakref
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEMORY_LIMIT = 8 * 1024 * 1024
"""Bytes up to which a body stays in memory."""


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

    def __init__(self, store: "bytes | _Spool", size: int, sha256: str) -> None:
        self._store = store
        self.size = size
        self.sha256 = sha256

    @classmethod
    def of(cls, data: bytes) -> "Body":
        """The body that holds ``data``, in memory whatever its size."""
        return cls(bytes(data), len(data), hashlib.sha256(data).hexdigest())

    @classmethod
    def collect(cls, chunks: Iterable[bytes], memory_limit: int = MEMORY_LIMIT) -> "Body":
        """The body that ``chunks`` make up, held on disk if it is longer than ``memory_limit`` bytes."""
        digest = hashlib.sha256()
        size = 0
        memory = bytearray()
        spool: _Spool | None = None
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            if spool is None and size > memory_limit:
                spool = _Spool()
                spool.append(memory)
                memory = bytearray()
            if spool is None:
                memory += chunk
            else:
                spool.append(chunk)
        return cls(bytes(memory) if spool is None else spool, size, digest.hexdigest())

    def head(self, n: int) -> bytes:
        """The first ``n`` bytes, or all of them when there are fewer."""
        with self.open() as reader:
            return reader.read(max(n, 0))

    def read(self) -> bytes:
        """All bytes at once."""
        if isinstance(self._store, bytes):
            return self._store
        with self.open() as reader:
            return reader.read()

    def open(self) -> BinaryIO:
        """A fresh seekable reader at the first byte; several may be open at once."""
        if isinstance(self._store, bytes):
            return io.BytesIO(self._store)
        return cast(BinaryIO, io.BufferedReader(_SpoolReader(self._store), buffer_size=64 * 1024))

    def __repr__(self) -> str:
        return f"Body(size={self.size}, sha256={self.sha256!r})"


class _Spool:
    """A temporary file that is closed by the garbage collector."""

    def __init__(self) -> None:
        # The file lives as long as the spool, longer than any block.
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        # A file that is collected while open warns of an unclosed resource; a finalizer closes it first.
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self.size = 0

    def append(self, data: bytes | bytearray) -> None:
        self._file.write(data)
        self.size += len(data)

    def read_at(self, position: int, length: int) -> bytes:
        # One file serves all readers, so that seek and read must not be parted.
        with self._lock:
            self._file.seek(position)
            return self._file.read(length)


class _SpoolReader(io.RawIOBase):
    """A position in a spool; keeps the spool alive, and holds nothing that must be closed."""

    def __init__(self, spool: _Spool) -> None:
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
