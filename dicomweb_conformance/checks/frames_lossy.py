"""Frames of images that are only held compressed with loss: no decoder gives exactly the same samples."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.frames import ok
from dicomweb_conformance.checks.frames_encoding import NATIVE, bare_code_stream, syntax_of, type_and_syntax_fit
from dicomweb_conformance.checks.names import counted
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

_TOLERANCE = 8.0
"""Levels, on average over all samples: decoders differ in their arithmetic and in how they scale colours up."""


def lossy_frame(response: Response, instance: Instance) -> None:
    """The only part is the frame decompressed, in RGB or YBR_FULL, or its code stream; 406 is right too.

    PS3.18 8.7.3.3: an origin server that has nothing but a lossy form need not give the default encoding.
    """
    if response.status == 406:
        return
    ok(response)
    parts = documents.parts(response)
    counted(len(parts), 1, "part")
    where = f"frame 1 of {instance.name}"
    if syntax_of(parts[0], where) not in NATIVE:
        bare_code_stream(parts[0].body.head(8), where)
        type_and_syntax_fit(parts[0], where)
        return
    received = np.frombuffer(parts[0].body.read(), np.uint8)
    expected = _decoded(instance.frame(1))
    size = expected[0].size
    if not size <= received.size <= size + size % 2:
        raise Nonconformity(f"{where} as {size} octets without compression", f"{received.size} bytes")
    away = min(float(np.abs(received[:size].astype(int) - each.astype(int)).mean()) for each in expected)
    if away > _TOLERANCE:
        raise Nonconformity(f"{where} within {_TOLERANCE:g} levels of the image on average", f"{away:.1f} levels away")


def _decoded(stream: bytes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The samples in RGB and in YBR_FULL."""
    with Image.open(BytesIO(stream)) as image:
        return np.asarray(image.convert("RGB")).ravel(), np.asarray(image.convert("YCbCr")).ravel()
