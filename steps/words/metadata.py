"""What a feature says of the media types of metadata, and what is sent for it."""

from collections.abc import Mapping

from steps.words.slots import one_of

_JSON = "application/dicom+json"
_NONSENSE = "application/x-nonsense"

METADATA_ACCEPTS: Mapping[str, str | None] = {
    "DICOM JSON": _JSON,
    "anything": "*/*",
    "any application type": "application/*",
    "plain JSON": "application/json",
    "nothing in particular": None,
    "upper case": "APPLICATION/DICOM+JSON",
    "mixed case": "Application/DICOM+JSON",
    "a weight": f"{_JSON}; q=0.5",
    "something unknown before it": f"{_NONSENSE}, {_JSON}",
    "something unknown after it": f"{_JSON}, {_NONSENSE}",
    "something unknown of more weight": f"{_NONSENSE}; q=0.9, {_JSON}; q=0.5",
    "octets after it": f'{_JSON}, multipart/related; type="application/octet-stream"; transfer-syntax=*',
    "a list as viewers send it": f"{_NONSENSE}, {_JSON};q=0.5, */*;q=0.1",
    "instances only": "application/dicom",
    "instances in multipart only": 'multipart/related; type="application/dicom"',
    "sound only": "audio/basic",
    "what is malformed only": "application",
}

TYPES = {"MetadataAccept": one_of(METADATA_ACCEPTS)}
