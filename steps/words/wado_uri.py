"""What a feature says of requests to the URI service, and which query parameters make them."""

from dicomweb_conformance.samples.uids import derived_uid
from fixtures.wado_uri import UriRequest
from steps.words.slots import one_of

_FILE = {"contentType": "application/dicom"}
_JPEG = {"contentType": "image/jpeg"}
_UNKNOWN = derived_uid("wado-uri", "unknown")

URI_REQUESTS = {
    "as a DICOM file": UriRequest(_FILE),
    "as a DICOM file, its parameters the other way round": UriRequest(_FILE, backwards=True),
    "as a DICOM file, percent-encoded where it can be": UriRequest(_FILE, safe=""),
    "as a DICOM file, with an unencoded slash": UriRequest(_FILE),
    "as a DICOM file with a parameter that nobody knows": UriRequest({**_FILE, "nonsense": "1"}),
    "as a DICOM file with a window": UriRequest({**_FILE, "windowCenter": "40", "windowWidth": "400"}),
    "as JPEG": UriRequest(_JPEG),
    "as PNG": UriRequest({"contentType": "image/png"}),
    "as HTML": UriRequest({"contentType": "text/html"}),
    "as plain text": UriRequest({"contentType": "text/plain"}),
    "as sound": UriRequest({"contentType": "audio/basic"}),
    "as something unknown or else as JPEG": UriRequest({"contentType": "image/x-nonsense,image/jpeg"}),
    "in no named media type": UriRequest(),
    "without requestType": UriRequest(_FILE, without=("requestType",)),
    "with another requestType": UriRequest({**_FILE, "requestType": "OTHER"}),
    "without studyUID": UriRequest(_FILE, without=("studyUID",)),
    "without seriesUID": UriRequest(_FILE, without=("seriesUID",)),
    "without objectUID": UriRequest(_FILE, without=("objectUID",)),
    "with an unknown objectUID": UriRequest({**_FILE, "objectUID": _UNKNOWN}),
    "with a malformed objectUID": UriRequest({**_FILE, "objectUID": "not-a-uid"}),
    "under an unknown study": UriRequest({**_FILE, "studyUID": _UNKNOWN}),
    "under an unknown series": UriRequest({**_FILE, "seriesUID": _UNKNOWN}),
    "with a transfer syntax in its media type": UriRequest(
        {"contentType": "application/dicom;transfer-syntax=1.2.840.10008.1.2.1"}
    ),
    "with a character set in its media type": UriRequest({"contentType": "application/dicom;charset=utf-8"}),
    "in JPEG 2000 Lossless": UriRequest({**_FILE, "transferSyntax": "1.2.840.10008.1.2.4.90"}),
    "in RLE Lossless": UriRequest({**_FILE, "transferSyntax": "1.2.840.10008.1.2.5"}),
    "in MPEG-2": UriRequest({**_FILE, "transferSyntax": "1.2.840.10008.1.2.4.100"}),
    "in a malformed transfer syntax": UriRequest({**_FILE, "transferSyntax": "abc"}),
    "with windowCenter alone": UriRequest({**_JPEG, "windowCenter": "40"}),
    "with windowWidth alone": UriRequest({**_JPEG, "windowWidth": "400"}),
    "with a window above all values": UriRequest({**_JPEG, "windowCenter": "5000", "windowWidth": "10"}),
    "with a window below all values": UriRequest({**_JPEG, "windowCenter": "-5000", "windowWidth": "10"}),
    "with a region": UriRequest({**_JPEG, "region": "0,0,0.5,0.5"}),
    "with a region at the top on the right": UriRequest({**_JPEG, "region": "0.5,0,1,0.5"}),
    "with a region at the bottom on the left": UriRequest({**_JPEG, "region": "0,0.5,0.5,1"}),
    "with a region in the middle": UriRequest({**_JPEG, "region": "0.25,0.25,0.5,0.75"}),
    "in at most 6 rows": UriRequest({**_JPEG, "rows": "6"}),
    "in at most 6 columns": UriRequest({**_JPEG, "columns": "6"}),
    "with a region whose end is before its start": UriRequest({**_JPEG, "region": "0.5,0.5,0.2,0.2"}),
    "with a region of three numbers": UriRequest({**_JPEG, "region": "0,0,1"}),
    "with a region beyond the image": UriRequest({**_JPEG, "region": "0,0,1.5,1.5"}),
    "with frame 1": UriRequest({**_JPEG, "frameNumber": "1"}),
    "with frame 2": UriRequest({**_JPEG, "frameNumber": "2"}),
    "with frame 5": UriRequest({**_JPEG, "frameNumber": "5"}),
    "with frame 0": UriRequest({**_JPEG, "frameNumber": "0"}),
    "with frame 999": UriRequest({**_JPEG, "frameNumber": "999"}),
    "within 6 rows and 30 columns": UriRequest({**_JPEG, "rows": "6", "columns": "30"}),
    "within 30 rows and 6 columns": UriRequest({**_JPEG, "rows": "30", "columns": "6"}),
    "anonymized": UriRequest({**_FILE, "anonymize": "yes"}),
    "with an unknown value of anonymize": UriRequest({**_FILE, "anonymize": "maybe"}),
    "with a presentation state that does not exist": UriRequest(
        {**_JPEG, "presentationUID": _UNKNOWN, "presentationSeriesUID": _UNKNOWN}
    ),
}

URI_FEATURES = {
    "windows": (UriRequest(_JPEG), URI_REQUESTS["with a window above all values"]),
    "regions": (UriRequest(_JPEG), URI_REQUESTS["with a region"]),
    "frame numbers": (URI_REQUESTS["with frame 1"], URI_REQUESTS["with frame 5"]),
    "limits of size": (UriRequest(_JPEG), URI_REQUESTS["within 6 rows and 30 columns"]),
}
"""What the URI service may support, and two requests between which that would show."""

TYPES = {
    "URIImage": one_of({"a JPEG": "image/jpeg", "a PNG": "image/png"}),
    "URIText": one_of({"HTML": "text/html", "plain text": "text/plain"}),
    "UriFeature": one_of(URI_FEATURES),
    "UriRequest": one_of(URI_REQUESTS),
}
