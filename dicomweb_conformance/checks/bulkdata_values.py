"""The value field of a stored element, as bulk data has it: little endian (PS3.18 8.7.3.3.1, F.2.6)."""

from pydicom import DataElement, Dataset
from pydicom.charset import convert_encodings
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_data_element
from pydicom.uid import UID

from dicomweb_conformance.study import PIXELS, Instance

Path = tuple[str | int, ...]
"""Tags of eight hexadecimal digits, and between them item numbers from 1."""

_TAG_AND_LENGTH = 8


def stored_value(instance: Instance, path: Path) -> bytes | None:
    """The bytes of the element at that path, pixel data decompressed; None when nothing was stored there.

    Raises LookupError for pixel data that is compressed with loss.
    """
    element = _element(instance.ds, path)
    if element is None:
        return None
    if len(path) == 1 and element.keyword in PIXELS and UID(instance.transfer_syntax).is_encapsulated:
        frames = range(1, instance.number_of_frames + 1)
        return b"".join(instance.decoded_frame(number) for number in frames)
    return _encoded(element, instance.ds)


def _element(ds: Dataset, path: Path) -> DataElement | None:
    *above, last = path
    for tag, number in zip(above[::2], above[1::2], strict=True):
        sequence = ds.get(int(str(tag), 16))
        if sequence is None or sequence.VR != "SQ" or not 1 <= int(number) <= len(sequence.value):
            return None
        ds = sequence.value[int(number) - 1]
    element: DataElement | None = ds.get(int(str(last), 16))
    return element


def _encoded(element: DataElement, ds: Dataset) -> bytes:
    out = DicomBytesIO()
    out.is_little_endian, out.is_implicit_VR = True, True
    write_data_element(out, element, convert_encodings(ds.get("SpecificCharacterSet") or "ISO_IR 6"))
    return bytes(out.getvalue()[_TAG_AND_LENGTH:])
