"""DICOM files that lie of their size, their depth, their pixels and their encoding."""

import struct
import zlib
from collections.abc import Callable

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.misbehaviours.multiparts import boundary_of
from tests.hostile.wire import Exchange

_META = 132
_PIXEL_DATA = b"\xe0\x7f\x10\x00"


def in_files(exchange: Exchange, change: Callable[[bytes], bytes]) -> None:
    """Answer with each DICOM file changed, whether it is the body or a part of it."""
    body = exchange.right.body
    kind = exchange.right.header("content-type")
    if not kind.startswith("multipart/"):
        exchange.answer(change(body))
        return
    line = b"--" + boundary_of(exchange)
    first, *parts, last = body.split(line)
    changed = []
    for part in parts:
        head, gap, file = part.partition(b"\r\n\r\n")
        changed.append(head + gap + change(file.removesuffix(b"\r\n")) + b"\r\n")
    exchange.answer(line.join([first, *changed, last]))


def element(group: int, number: int, vr: str, value: bytes, length: int | None = None) -> bytes:
    """A data element in Explicit VR Little Endian, with a length of its own choice."""
    size = len(value) if length is None else length
    if vr in {"OB", "OW", "SQ", "UN", "UT", "OF", "OD", "OL", "UC", "UR", "OV"}:
        return struct.pack("<HH2sHI", group, number, vr.encode(), 0, size) + value
    return struct.pack("<HH2sH", group, number, vr.encode(), size) + value


def parted(file: bytes) -> tuple[bytes, bytes]:
    """The preamble with the File Meta Information, and the dataset."""
    (length,) = struct.unpack_from("<I", file, _META + 8)
    end = _META + 12 + length
    return file[:end], file[end:]


def with_syntax(file: bytes, uid: str) -> bytes:
    """The preamble and File Meta Information with another TransferSyntaxUID."""
    meta, _ = parted(file)
    at = meta.index(b"\x02\x00\x10\x00UI")
    (length,) = struct.unpack_from("<H", meta, at + 6)
    value = uid.encode() + b"\0" * (len(uid) % 2)
    changed = meta[:at] + element(2, 0x10, "UI", value) + meta[at + 8 + length :]
    return changed[: _META + 8] + struct.pack("<I", len(changed) - _META - 12) + changed[_META + 12 :]


def without_pixels(file: bytes) -> bytes:
    return file[: file.rindex(_PIXEL_DATA)]


def _value_of(file: bytes, tag: bytes, value: bytes) -> bytes:
    at = file.index(tag)
    return file[: at + 8] + value + file[at + 8 + len(value) :]


@misbehaviour("instances", NONCONFORMANT)
def cuts_files_off_in_their_meta_information(exchange: Exchange) -> None:
    in_files(exchange, lambda file: file[:200])


@misbehaviour("instances", NONCONFORMANT)
def cuts_files_off_in_the_middle_of_an_element(exchange: Exchange) -> None:
    in_files(exchange, lambda file: file[:500])


@misbehaviour("instances", NONCONFORMANT)
def writes_text_for_files(exchange: Exchange) -> None:
    in_files(exchange, lambda file: b"this is no DICOM file " * 100)


@misbehaviour("instances", NONCONFORMANT)
def states_a_length_of_four_gigabytes_in_an_element(exchange: Exchange) -> None:
    in_files(exchange, lambda f: parted(f)[0] + element(0x0008, 0x0005, "UT", b"", 0xFFFFFFFE))


@misbehaviour("instances", NONCONFORMANT | CONFORMANT)
def states_a_meta_length_of_four_gigabytes(exchange: Exchange) -> None:
    in_files(exchange, lambda f: f[: _META + 8] + b"\xfe\xff\xff\xff" + f[_META + 12 :])


@misbehaviour("instances", NONCONFORMANT)
def nests_ten_thousand_sequences(exchange: Exchange) -> None:
    level = element(0x0008, 0x1140, "SQ", b"", 0xFFFFFFFF) + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    in_files(exchange, lambda f: parted(f)[0] + level * 10_000)


@misbehaviour("instances", NONCONFORMANT | CONFORMANT)
def claims_rows_and_columns_of_four_gigabytes(exchange: Exchange) -> None:
    def change(file: bytes) -> bytes:
        file = _value_of(file, b"\x28\x00\x10\x00US", b"\xff\xff")
        return _value_of(file, b"\x28\x00\x11\x00US", b"\xff\xff")[:1000]

    in_files(exchange, change)


@misbehaviour("instances", NONCONFORMANT)
def fills_private_elements_with_garbage(exchange: Exchange) -> None:
    garbage = b"".join(
        struct.pack("<HH2sH", 0x0009, 0x1000 + n, bytes([n % 256, 255 - n % 256]), 0xFFFF) for n in range(5000)
    )
    in_files(exchange, lambda f: parted(f)[0] + garbage)


@misbehaviour("instances", INCONCLUSIVE | NONCONFORMANT)
def deflates_a_gigabyte_of_zeros(exchange: Exchange) -> None:
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    zeros = [compressor.compress(bytes(2**20)) + compressor.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    beginning = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    pixels = beginning.compress(element(0x7FE0, 0x0010, "OB", b"", 2**30)) + beginning.flush(zlib.Z_FULL_FLUSH)
    deflated = pixels + zeros[0] + zeros[1] * 1023
    in_files(exchange, lambda f: with_syntax(f, "1.2.840.10008.1.2.1.99") + deflated)


@misbehaviour("instances", NONCONFORMANT)
def gives_an_offset_table_of_four_gigabytes(exchange: Exchange) -> None:
    pixels = element(0x7FE0, 0x0010, "OB", b"", 0xFFFFFFFF) + b"\xfe\xff\x00\xe0\xfc\xff\xff\xff"
    in_files(exchange, lambda f: with_syntax(f, "1.2.840.10008.1.2.5") + parted(without_pixels(f))[1] + pixels)


@misbehaviour("frames", NONCONFORMANT)
def sends_a_code_stream_of_65535_by_65535(exchange: Exchange) -> None:
    frame_header = bytes.fromhex("ffd8 ffc0 0011 08 ffff ffff 03 011100 021101 031101")
    _one_part(exchange, "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50", frame_header + bytes(100))


@misbehaviour("frames", NONCONFORMANT)
def sends_a_run_length_header_that_points_nowhere(exchange: Exchange) -> None:
    rle = struct.pack("<16I", 15, *([0xFFFFFFF0] * 15)) + b"\x80" * 1000
    _one_part(exchange, "image/dicom-rle", rle)


def _one_part(exchange: Exchange, content_type: str, content: bytes) -> None:
    line = b"--" + boundary_of(exchange)
    head = f"\r\ncontent-type: {content_type}\r\n\r\n".encode()
    exchange.answer(line + head + content + b"\r\n" + line + b"--\r\n")
