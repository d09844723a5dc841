"""Frames and bulk data that are wrong in rare cases only: many frames, large ones, and rare kinds of pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.frames import shape_of
from dicomweb_conformance.reference.layout import Layout
from dicomweb_conformance.reference.part10 import PIXEL_DATA, File, Fragments
from dicomweb_conformance.reference.syntaxes import NATIVE

_MEBIBYTE = 2**20
_BYTE = 256
_DOCUMENT = "00420011"


def _asked_for(right: Behaviour, change: Callable[[bytes, Instance, Layout, str], bytes]) -> Behaviour:
    """Each frame changed that is retrieved as such; ``change`` is given the transfer syntax that was asked for."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        data = right.frame(server, instance, number, transfer_syntax)
        shape = shape_of(instance)
        return data if shape is None else change(data, instance, shape, transfer_syntax)

    return replace(right, frame=frame)


@fault(breaks=("frames-count-from-one",))
def frames_are_counted_in_a_byte(right: Behaviour) -> Behaviour:
    """Frame 257 is frame 1 again."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        return right.frame(server, instance, (number - 1) % _BYTE + 1, transfer_syntax)

    return replace(right, frame=frame)


@fault(breaks=("frames-equal-stored-pixels", "retrieve-frame"))
def frames_end_after_a_mebibyte(right: Behaviour) -> Behaviour:
    """Of an uncompressed frame, 1 MiB comes."""
    return _asked_for(right, lambda data, instance, shape, syntax: data[:_MEBIBYTE])


@fault(breaks=("frames-equal-stored-pixels",))
def frames_are_inverted_to_be_shown(right: Behaviour) -> Behaviour:
    """Frames of MONOCHROME1 come as if they were MONOCHROME2."""

    def change(data: bytes, instance: Instance, shape: Layout, transfer_syntax: str) -> bytes:
        is_inverse = shape.photometric == "MONOCHROME1" and transfer_syntax in NATIVE
        return (255 - np.frombuffer(data, np.uint8)).tobytes() if is_inverse else data

    return _asked_for(right, change)


@fault(breaks=("frames-are-decompressed",))
def decompressed_frames_lose_their_sign(right: Behaviour) -> Behaviour:
    """In a decompressed frame of signed samples the bits above the stored ones are zero."""

    def change(data: bytes, instance: Instance, shape: Layout, transfer_syntax: str) -> bytes:
        is_decompressed = transfer_syntax in NATIVE and instance.transfer_syntax not in NATIVE
        if not (is_decompressed and shape.signed and shape.bits_allocated == 16):
            return data
        return (np.frombuffer(data, "<u2") & np.uint16((1 << shape.bits_stored) - 1)).tobytes()

    return _asked_for(right, change)


@fault(breaks=("frames-bare-code-stream",))
def the_only_frame_is_its_first_fragment(right: Behaviour) -> Behaviour:
    """Of a single frame that lies in several fragments, the code stream ends with the first."""

    def change(data: bytes, instance: Instance, shape: Layout, transfer_syntax: str) -> bytes:
        pixels = part10.read_file(instance.path).elements[shape.tag].value
        is_alone = isinstance(pixels, Fragments) and shape.frames == 1 and len(pixels.fragments) > 1
        if not is_alone or transfer_syntax != instance.transfer_syntax or not isinstance(pixels, Fragments):
            return data
        return bytes(pixels.fragments[0])

    return _asked_for(right, change)


@fault(breaks=("bulkdata-native-pixel-data",))
def bulk_data_ends_after_a_mebibyte(right: Behaviour) -> Behaviour:
    """Of pixel data, 1 MiB comes as bulk data."""

    def bulk_value(file: File, path: Sequence[str]) -> bytes:
        value = right.bulk_value(file, path)
        return value[:_MEBIBYTE] if path[-1] == f"{PIXEL_DATA:08X}" else value

    return replace(right, bulk_value=bulk_value)


@fault(breaks=("bulkdata-of-other-objects",))
def documents_lose_their_last_zeros(right: Behaviour) -> Behaviour:
    """An encapsulated document comes without the zero bytes at its end."""

    def bulk_value(file: File, path: Sequence[str]) -> bytes:
        value = right.bulk_value(file, path)
        return value.rstrip(b"\0") if path[-1] == _DOCUMENT else value

    return replace(right, bulk_value=bulk_value)
