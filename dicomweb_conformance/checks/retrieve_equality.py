"""Retrieved instances compared with those that were stored, element by element and pixel by pixel."""

import math
import warnings

import numpy as np
from pydicom import Dataset
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID, ExplicitVRLittleEndian

from dicomweb_conformance.capacity import LARGEST_PICTURE
from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.aspects import Aspect, same
from dicomweb_conformance.checks.documents import RetrievedInstance
from dicomweb_conformance.checks.library_errors import said
from dicomweb_conformance.dataset_comparison import compare
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study

_UNDECODABLE = (
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


def keep(response: Response, aspect: Aspect, study: Study) -> None:
    """Each retrieved instance of the study has what was stored, in one aspect. Raises NotOffered as ``same`` does."""
    for stored, retrieved in _pairs(response, study):
        same(aspect, stored.name, stored.ds, compare(stored.ds, retrieved.ds))


def keep_pixels(response: Response, study: Study) -> None:
    """Each retrieved instance decodes to the pixels that were stored, whatever its transfer syntax.

    The stored ones must not be compressed with loss.
    """
    for stored, retrieved in _pairs(response, study):
        expected = b"".join(stored.decoded_frame(number) for number in range(1, stored.number_of_frames + 1))
        received = _decoded(retrieved.ds, stored.name)
        if received == expected:
            continue
        if len(received) != len(expected):
            raise Nonconformity(f"{len(expected)} bytes of decoded pixels in {stored.name}", f"{len(received)} bytes")
        at = next(index for index, (one, other) in enumerate(zip(received, expected, strict=True)) if one != other)
        raise Nonconformity(
            f"the pixels of {stored.name}: {expected[at : at + 8].hex(' ')} from byte {at} on",
            received[at : at + 8].hex(" "),
        )


def keep_pixels_if_any(response: Response, study: Study) -> None:
    """As ``keep_pixels``; raises NotOffered when the request failed, which is an affair of other requirements."""
    if response.status >= 400:
        raise NotOffered(f"the target answers {response.status}, so that there are no pixels to compare")
    keep_pixels(response, study)


def are_decoded_or_untouched(response: Response, study: Study) -> None:
    """Each instance, which was stored compressed with loss, is decoded, or still in its code streams."""
    for stored, retrieved in _pairs(response, study):
        syntax = documents.transfer_syntax(retrieved)
        if syntax not in (stored.transfer_syntax, ExplicitVRLittleEndian):
            stored_name = UID(stored.transfer_syntax).name
            raise Nonconformity(f"{stored.name} in Explicit VR Little Endian or {stored_name}", f"in {syntax}")
        if syntax == stored.transfer_syntax:
            same("pixel data", stored.name, stored.ds, compare(stored.ds, retrieved.ds))
        else:
            size = len(_decoded(retrieved.ds, stored.name))
            expected = stored.ds.Rows * stored.ds.Columns * stored.ds.SamplesPerPixel * stored.number_of_frames
            if size != expected * stored.ds.BitsAllocated // 8:
                raise Nonconformity(f"{expected} decoded samples of {stored.name}", f"{size} bytes")


def _pairs(response: Response, study: Study) -> list[tuple[Instance, RetrievedInstance]]:
    by_uid = {instance.reference.SOPInstanceUID: instance for instance in study.instances}
    found = [
        (by_uid[uid], retrieved)
        for retrieved in documents.instances(response)
        if (uid := documents.SOPInstanceUID(retrieved)) in by_uid
    ]
    if not found:
        raise Nonconformity("instances of the study", f"status {response.status}, none of its instances")
    return found


def _decoded(ds: Dataset, name: str) -> bytes:
    claimed = _samples(ds)
    if claimed > LARGEST_PICTURE:
        raise Nonconformity(f"pixels of {name} that can be decoded", f"a claim of {claimed:,} samples")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            samples = pixel_array(ds, raw=True)
    except _UNDECODABLE as error:
        raise Nonconformity(f"pixels of {name} that can be decoded", said(error)) from error
    return bytes(np.ascontiguousarray(samples.astype(samples.dtype.newbyteorder("<"))).tobytes())


def _samples(ds: Dataset) -> int:
    counts = [ds.get(keyword) for keyword in ("Rows", "Columns", "SamplesPerPixel", "NumberOfFrames")]
    return math.prod(count for count in counts if isinstance(count, int))
