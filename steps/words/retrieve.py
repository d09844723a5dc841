"""What a feature says of media types, transfer syntaxes and malformed UIDs, and what is sent for it."""

from collections.abc import Callable, Mapping

from dicomweb_conformance.checks import retrieve_files
from dicomweb_conformance.checks.aspects import ASPECTS
from dicomweb_conformance.received import Response
from steps.words.slots import one_of, slot

_INSTANCES = 'multipart/related; type="application/dicom"'

TRANSFER_SYNTAXES: Mapping[str, str] = {
    "Explicit VR Little Endian": "1.2.840.10008.1.2.1",
    "Implicit VR Little Endian": "1.2.840.10008.1.2",
    "Deflated Explicit VR Little Endian": "1.2.840.10008.1.2.1.99",
    "RLE Lossless": "1.2.840.10008.1.2.5",
    "JPEG-LS Lossless": "1.2.840.10008.1.2.4.80",
    "JPEG 2000 Lossless": "1.2.840.10008.1.2.4.90",
    "MPEG-2 Main Profile": "1.2.840.10008.1.2.4.100",
    "a transfer syntax that nobody knows": "2.25.329800735698586629295641978511506172918",
}

INSTANCE_SYNTAXES: Mapping[str, str] = {
    "no named transfer syntax": _INSTANCES,
    "any transfer syntax": f"{_INSTANCES}; transfer-syntax=*",
    **{name: f"{_INSTANCES}; transfer-syntax={uid}" for name, uid in TRANSFER_SYNTAXES.items()},
    "Explicit VR Little Endian before RLE Lossless": f"{_INSTANCES}; transfer-syntax=1.2.840.10008.1.2.5; q=0.1, "
    f"{_INSTANCES}; transfer-syntax=1.2.840.10008.1.2.1; q=0.9",
    "RLE Lossless before Explicit VR Little Endian": f"{_INSTANCES}; transfer-syntax=1.2.840.10008.1.2.1; q=0.1, "
    f"{_INSTANCES}; transfer-syntax=1.2.840.10008.1.2.5; q=0.9",
}

_ANY_SYNTAX = f"{_INSTANCES}; transfer-syntax=*"
_NONSENSE = "application/x-nonsense"

INSTANCE_ACCEPTS: Mapping[str, str | None] = {
    "a quoted transfer syntax": f'{_INSTANCES}; transfer-syntax="1.2.840.10008.1.2.1"',
    "a bare transfer syntax": f"{_INSTANCES}; transfer-syntax=1.2.840.10008.1.2.1",
    "a quoted wildcard": f'{_INSTANCES}; transfer-syntax="*"',
    "no spaces": 'multipart/related;type="application/dicom";transfer-syntax=*',
    "spaces on both sides of semicolons": 'multipart/related ; type="application/dicom" ; transfer-syntax=*',
    "parameters the other way round": 'multipart/related; transfer-syntax=*; type="application/dicom"',
    "a bare type": "multipart/related; type=application/dicom; transfer-syntax=*",
    "upper case": 'MULTIPART/RELATED; TYPE="application/dicom"; TRANSFER-SYNTAX=*',
    "mixed case": 'Multipart/Related; Type="application/dicom"; Transfer-Syntax=*',
    "something unknown before it": f"{_NONSENSE}, {_ANY_SYNTAX}",
    "something unknown after it": f"{_ANY_SYNTAX}, {_NONSENSE}",
    "something unknown of more weight": f"{_NONSENSE}; q=0.9, {_ANY_SYNTAX}; q=0.5",
    "the single part of more weight": f"application/dicom; transfer-syntax=*; q=0.9, {_ANY_SYNTAX}; q=0.5",
    "a weight": f"{_ANY_SYNTAX}; q=0.5",
    "a weight of zero": f"{_ANY_SYNTAX}; q=0",
    "anything": "*/*",
    "anything of less weight": f"{_ANY_SYNTAX}, */*; q=0.1",
    "any application type": "application/*",
    "any multipart": "multipart/*",
    "a multipart of no named type": "multipart/related",
    "nothing in particular": None,
    "sound only": "audio/basic",
    "images that do not exist only": "image/x-nonsense",
    "what is malformed only": "application",
    "a single part": "application/dicom; transfer-syntax=*",
}

MALFORMED_UIDS: Mapping[str, str] = {
    "a word": "not-a-uid",
    "a UID with letters": "1.2.826.abc.1",
    "a UID with a dollar sign": "1.2.826$1",
    "a UID with an empty component": "1.2..826",
    "a UID that ends in a dot": "1.2.826.",
    "a UID of 65 characters": "1.2.826." + "1234567890" * 5 + "1234567",
    "a negative number": "-1",
}

_FILE_QUALITIES: Mapping[str, Callable[[Response], None]] = {
    "is whole": retrieve_files.are_whole_files,
    "agrees with its File Meta Information": retrieve_files.agree_with_their_meta,
    "states the length of its own File Meta Information": retrieve_files.state_their_meta_length,
    "has NUL behind the UIDs of its File Meta Information": retrieve_files.pad_their_meta_uids,
    "has an even length of pixel data that is not compressed": retrieve_files.have_even_pixel_data,
    "has no table of offsets where nothing is compressed": retrieve_files.have_no_offsets,
    "says that it was compressed with loss": retrieve_files.say_that_they_lost,
}

TYPES = {
    "Aspect": one_of(ASPECTS),
    "FileQuality": one_of(_FILE_QUALITIES),
    "InstanceAccept": one_of(INSTANCE_ACCEPTS),
    "InstanceSyntax": one_of(INSTANCE_SYNTAXES),
    "MalformedUID": one_of(MALFORMED_UIDS),
    "TransferSyntax": one_of(TRANSFER_SYNTAXES),
    "Unknown": slot(r"study|series|instance"),
}
