"""What two real servers do against PS3.18: each nonconformity with the clause by which it is one.

A verdict that is not here is a false accusation or a new discovery; one that is here and not found was missed.
"""

from collections.abc import Mapping

ORTHANC: Mapping[str, str] = {
    # Frames
    "frames-need-pixel-data": "Table 10.4.3-1: what cannot have frames is the client's mistake; answers 500",
    "frames-are-decompressed": "8.7.3.3: octets are uncompressed; answers 500 for JPEG 2000",
    "frames-accept-spellings": "8.7.7: unknown media types are skipped; answers 400",
    # HTTP
    "http-accept-weights": "8.7.8.1: the media type of the highest priority is selected; the order of the list decides",
    "http-accept-by-parameter": "8.3.3.1, Table 10.4.1-5: accept is mandatory for the origin server; it is not heeded",
    # DICOM JSON
    "json-empty-values": "F.2.5: an empty value is null; it is an empty object",
    "json-multiple-values": "F.2.4: LT, ST and UT have one value; it is split at backslashes",
    "json-person-names": "F.2.2: non-empty component groups; an empty one is there",
    "json-binary-values": "F.2.2: OD, OF and OL are inline or by reference; they stand in Value",
    "search-results-keep-the-json-model": "F.2.2: non-empty component groups; an empty one is there",
    # Metadata
    "metadata-has-private-attributes": "10.4.1.1.2: all attributes; SV and UV are missing",
    "metadata-has-sequence-items": "10.4.1.1.2: all attributes; deep nesting answers 500, private items are lost",
    "metadata-numbers": "10.4.2, F.2.3: the value; decimal strings of more than 32 bits are cut",
    "metadata-texts": "10.4.2, F.2.4: the value; LT, ST and UT are split at backslashes",
    "metadata-binary-values": "10.4.2, F.2.7: the value; OD, OF and OL lose digits",
    "metadata-unicode": "F.2, 8.8: text in UTF-8; ISO 2022 IR 87 beside IR 13 is left undecoded",
    "metadata-accept-list": "8.7.7: unknown media types are skipped; answers 400",
    # Rendered
    "rendered-known-type-in-a-list": "8.7.7: unknown media types are skipped; answers 400",
    # Retrieve
    "retrieve-decompressed-by-default": "8.7.3.4: Explicit VR Little Endian by default; answers 500 for JPEG 2000",
    "retrieve-explicit-syntax-of-compressed": "8.7.3.5.2: the transfer syntax that is named; answers 500 for JPEG 2000",
    "retrieve-unproducible-syntax": "8.7.8: 406 when nothing acceptable can be given; answers 500",
    "retrieve-accept-quoting": "8.7, RFC 9110 5.6.6: white space before a semicolon is legal; answers 400",
    "retrieve-accept-list": "8.7.7: unknown media types are skipped; answers 400",
    # Search
    "search-key-scheduled-procedure-step": "Table 10.6.1-5: a required key of series; it is not heeded",
    "search-key-requested-procedure": "Table 10.6.1-5: a required key of series; it is not heeded",
    "search-key-in-sequence": "8.3.4.1: attributes within sequences; they are not heeded",
    "search-time-range": "PS3.4 C.2.2.2.5: 07:00 lies within 070000-073000; it is compared as a text, so not found",
    "search-percent-decoding": "8.3.4.1, RFC 3986 2.1: percent-encoded values; they are not decoded",
    "search-nothing-of-lower-levels": "10.6.3.3: attributes of the level of the search and above; others are returned",
    "search-bad-values-are-harmless": "8.3, 8.5: a bad value is the client's mistake; a negative limit answers 500",
    "search-results-as-dicom-xml": "Table 10.6.4-1: DICOM XML is required; it is given as JSON all the same",
    "search-series-attributes": "Table 10.6.3-4: RequestAttributesSequence; it is missing",
    "search-all-series-attributes": "10.6.3.3.2: series of all studies have those of their study; missing",
    "search-all-instances-attributes": "10.6.3.3.3: instances over all studies have those of study and series; missing",
    "search-study-instances-attributes": "10.6.3.3.3: NumberOfSeriesRelatedInstances; it is missing",
    "search-texts-in-results": "F.2.2, 8.8: the texts that were stored; ideographic groups lose their characters",
    # Store
    "store-boundary-characters": "RFC 2046 5.1.1: dots and equals signs are legal in a boundary; answers 415",
    "store-part-transfer-syntax": "8.7.3.5.2: a part may name its transfer syntax; it is not stored",
    "store-partial-success": "Table 10.5.3-1: 202 when some are stored; answers 409 and stores one",
    "store-refusal-stores-nothing": "Table 10.5.3-1: 400 means that nothing is stored; one is",
    "store-media-type-unsupported": "Table 10.5.3-1: 415; answers 200 and stores nothing",
    # WADO-URI
    "wado-uri-default-transfer-syntax": "9.4.2.4: Explicit VR Little Endian by default; comes as stored",
    "wado-uri-percent-encoding": "RFC 3986 2.1: an encoded slash in a query is a slash; answers 400",
    "wado-uri-request-type": "9.4.2.1: requestType is mandatory, 400 without it; answers 404",
    "wado-uri-object-uid-required": "9.4.2.2: objectUID is mandatory, 400 without it; answers 404",
    "wado-uri-study-and-series-uid-required": "9.4.2.2: studyUID and seriesUID are mandatory; answers 200 without them",
    "wado-uri-default-jpeg": "9.3: image/jpeg by default; comes as PNG",
    "wado-uri-jpeg": "9.5.3.3: the media type that is asked for; comes as PNG",
    # DICOM XML
    "xml-private-tags": "PS3.19 Table A.1.5-2: the tag leaves out the block; it is there",
    "xml-private-creators": "PS3.19 Table A.1.5-2: privateCreator is required for private attributes; it is missing",
    "xml-numbering": "PS3.19 Table A.1.5-2: numbers from 1 by 1; one is left out",
    "xml-value-forms": "PS3.19 A.1.6: values in one form; items and values stand side by side",
    "xml-bulk-data-uri": "PS3.19 Table A.1.5-2: BulkData has a uri; it has none",
    "xml-has-private-attributes": "F.3.1: all attributes; SV and UV are missing",
    "xml-sequence-items": "F.3.1: all attributes; deep nesting answers 500, private items are lost",
    "xml-numbers": "F.3.1: the value; digits are lost",
    "xml-texts": "F.3.1, PS3.19 A.1.1: the value; LT, ST and UT are split at backslashes",
    "xml-agrees-with-json": "F.3.1: both forms say the same; digits differ, deep nesting answers 500",
    "xml-store-response-form": "PS3.19 A.1.6: values in one form; items and values stand side by side",
}
"""Orthanc 1.10.1 with its DICOMweb plugin, as Debian 12 has it. Clauses are of PS3.18 where nothing else is said."""

_NO_FRAMES = "Table 10.3-2: the resource of frames is mandatory; answers 404"
_NO_METADATA = "Table 10.3-2: the resource of metadata is mandatory; answers 404"
_NOT_HEEDED = "Table 10.6.1-5: a required matching key; it is not heeded"
_NO_SUCH_SEARCH = "Table 10.6.1-1: a mandatory resource; answers 404"

TINY_PACS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "frames-single-frame-is-one-part",
            "frames-equal-stored-pixels",
            "frames-are-little-endian",
            "frames-count-from-one",
            "frames-list-keeps-its-order",
            "frames-one-frame-a-part",
            "frames-are-decompressed",
            "frames-in-any-transfer-syntax",
            "frames-with-loss",
            "frames-message-is-typed",
            "frames-parts-are-typed",
            "frames-accept-spellings",
            "retrieve-frame",
            "retrieve-frame-transfer-syntaxes",
        ),
        _NO_FRAMES,
    ),
    **dict.fromkeys(
        (
            "metadata-of-study",
            "metadata-of-series",
            "metadata-of-instance",
            "retrieve-study-metadata",
            "retrieve-series-metadata",
            "retrieve-instance-metadata",
        ),
        _NO_METADATA,
    ),
    **dict.fromkeys(
        (
            "search-series-by-uid",
            "search-instances-by-uid",
            "search-instances-of-study-by-uid",
            "search-instances-of-study",
            "search-all-series",
            "search-all-instances",
        ),
        _NO_SUCH_SEARCH,
    ),
    **dict.fromkeys(
        (
            "search-key-study-time",
            "search-key-referring-physician-name",
            "search-key-study-id",
            "search-key-series-number",
            "search-key-procedure-step-date",
            "search-key-procedure-step-time",
            "search-key-scheduled-procedure-step",
            "search-key-requested-procedure",
            "search-key-sop-class",
            "search-key-instance-number",
        ),
        _NOT_HEEDED,
    ),
    "http-method-not-allowed": "RFC 9110 15.5.6: 405 comes with Allow; it does not",
    "search-results-keep-the-json-model": "F.2.2: non-empty component groups; an empty one is there",
    "retrieve-decompressed-by-default": "8.7.3.4: Explicit VR Little Endian by default; comes as stored",
    "retrieve-explicit-syntax-of-compressed": "8.7.3.5.2: the transfer syntax that is named; comes as stored",
    "retrieve-no-banned-syntax": "8.7.3.4: Explicit VR Little Endian by default; others come as stored",
    "search-key-by-tag": "8.3.4.1: an attribute is named by keyword or tag; tags are not heeded",
    "search-key-in-sequence": "8.3.4.1: attributes within sequences; they are not heeded",
    "search-wildcard-asterisk": "PS3.4 C.2.2.2.4: wildcard matching; it finds nothing",
    "search-wildcard-question-mark": "PS3.4 C.2.2.2.4: wildcard matching; it finds nothing",
    "search-wildcards-together": "PS3.4 C.2.2.2.4: wildcard matching; it finds nothing",
    "search-lone-asterisk": "PS3.4 C.2.2.2.4: wildcard matching; it finds nothing",
    "search-uid-list": "PS3.4 C.2.2.2.2: matching by a list of UIDs; it finds nothing",
    "search-time-range": "PS3.4 C.2.2.2.5: range matching of times; it is not heeded",
    "search-counts": "Table 10.6.3-3: numbers of related series and instances; they are missing",
    "search-modalities-in-study": "Table 10.6.3-3: ModalitiesInStudy; it is missing",
    "search-series-attributes": "Table 10.6.3-4: attributes of series; they are missing",
    "search-instance-attributes": "Table 10.6.3-5: Rows, Columns and BitsAllocated; they are missing",
    "search-retrieve-url": "Tables 10.6.3-3 to 10.6.3-5: RetrieveURL; it is missing",
    "store-truncated-file": "Table 10.5.3-1: what cannot be stored is refused; half a file is taken for stored",
    "store-truncated-message": "RFC 2046 5.1.1: the closing boundary ends a message; half a part is stored",
    "wado-uri-default-transfer-syntax": "9.4.2.4: Explicit VR Little Endian by default; comes as stored",
    "wado-uri-object-uid-required": "9.4.2.2: objectUID is mandatory, 400 without it; answers 406",
    "wado-uri-study-and-series-uid-required": "9.4.2.2: studyUID and seriesUID are mandatory; answers 200 without them",
    "wado-uri-default-jpeg": "9.3: image/jpeg by default; comes as a DICOM file",
    "wado-uri-jpeg": "9.5.3.3, Table 8.7.4-1: JPEG is required for a single-frame image; answers 406",
}
"""tiny_pacs 0.4.1 with its DICOMweb extension."""

ORTHANC_PROPERTIES: Mapping[str, str] = {
    "property-metadata-are-equal": "F.2.2, F.2.3, 10.4.1.1.2: OF stands in Value, FD is rounded, SV and UV are missing",
    "property-xml-is-equal": "XML 1.0 2.2: a form feed is no character of XML; it is written all the same",
    "property-found-by-its-keys": "RFC 3986 2.1: percent-encoded values; they are not decoded",
    "property-accept-spelling": "RFC 9110 12.4.2, 5.6.1.2, 5.6.3: weights, empty members and tabs; answers 400",
    "property-content-type-spelling": "RFC 9110 5.6.3, 5.6.4: tabs and quoted pairs; answers 400 or 415",
    "property-search": "8.3.4.1, RFC 3986 2.1: percent-encoded values; they are not decoded",
    "property-hostile-files": "Table 10.5.3-1: 400 means that nothing is stored; one is",
    "property-hostile-messages": "Table 10.5.3-1: 400 means that nothing is stored; one is",
}
"""Orthanc by examples of any kind; which are found depends on the seed."""

TINY_PACS_PROPERTIES: Mapping[str, str] = {
    "property-found-by-its-keys": "8.3.4.1, PS3.4 C.2.2.2: a name in the character set of the instance; not found",
    "property-accept-spelling": "RFC 9110 12.5.1, 5.6.4: unknown types and quoted pairs; answers 406",
    "property-content-type-spelling": "RFC 9110 5.6.4: a quoted pair stands for its character; answers 400",
    "property-search": "PS3.4 C.2.2.2.4: wildcard matching; it finds nothing",
    "property-hostile-files": "8.5, RFC 9110 15.6: a file that cannot be read is the client's mistake; answers 500",
    "property-hostile-messages": "RFC 2046 5.1.1: the closing boundary ends a message; half a part is stored",
    "property-parallel-stores": "Table 10.5.3-1: what is stored is listed as stored; it is not",
}
"""tiny_pacs by examples of any kind; which are found depends on the seed."""
