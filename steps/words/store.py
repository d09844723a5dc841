"""Words of the store transaction: ways to send, what a response is like, and what is true of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from dicomweb_conformance.checks import microsoft, store_coercion, store_outcome, store_response, store_xml
from dicomweb_conformance.checks.store_outcome import Looked
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference, Study
from fixtures.storing import Delivery, Storing
from fixtures.storing_content import ODDITIES, REMOVABLE
from fixtures.storing_messages import FLAWS, GARBAGE, SPELLINGS
from steps.words.slots import NAME, one_of, slot

Way = Callable[[Storing, Sequence[Instance]], Delivery]
Destination = Callable[[Study, Study], Reference]

_JSON = "application/dicom+json"
_ACCEPTED = {
    "any media type": "*/*",
    "plain JSON": "application/json",
    "DICOM JSON": _JSON,
    "DICOM XML": "application/dicom+xml",
    "audio": "audio/basic",
}
_WAYS: Mapping[str, Way] = {
    **{f"with {name}": partial(Storing.spelled, spelling=name) for name in SPELLINGS},
    **{f"in a message {name}": partial(Storing.flawed, flaw=name) for name in FLAWS},
    **{f"bearing {name}": partial(Storing.oddly, oddity=name) for name in ODDITIES},
    **{f"without its {name}": partial(Storing.incomplete, keyword=name) for name in REMOVABLE},
    **{f"accepting {name}": partial(Storing.plainly, accept=accept) for name, accept in _ACCEPTED.items()},
    "in turn accepting DICOM XML in one form and the other": Storing.accepting_xml,
    "twice in one request": Storing.twice,
    "with a TIFF header in its preamble": Storing.with_tiff_preamble,
    "with group lengths": Storing.with_group_lengths,
}
_DESTINATIONS: Mapping[str, Destination] = {
    "the study": lambda study, other: study.reference,
    "another study": lambda study, other: other.reference,
    "a study of a malformed UID": lambda study, other: Reference("not_a_valid$uid"),
}
_QUALITIES: Mapping[str, Callable[[Response], None]] = {
    "comes as DICOM JSON": partial(store_response.media_type_is, permitted=(_JSON,)),
    "comes as JSON": partial(store_response.media_type_is_if_offered, permitted=(_JSON, "application/json")),
    "is a dataset that references what is stored": store_response.is_module,
    "is one dataset in no array": store_response.is_bare_object,
    "follows the DICOM JSON model": store_response.follows_json_model,
    "gives each failure a reason": store_response.each_failure_has_reason,
    "gives each warning a code": store_response.warnings_have_codes,
    "gives a warning, with a code": store_response.warns,
    "gives a warning with status 200 or 202 only": store_response.warning_is_success,
    "has no empty list": store_response.lists_have_items,
    "holds no element of commands or file meta information": store_response.has_no_command_elements,
    "gives the study and each instance a RetrieveURL": store_response.retrieve_urls_are_present,
    "gives the study a RetrieveURL": microsoft.gives_study_url,
    "gives each instance a RetrieveURL": microsoft.gives_instance_urls,
    "gives no warning": microsoft.warns_of_nothing,
    "gives absolute RetrieveURLs": store_response.retrieve_urls_are_absolute,
    "gives RetrieveURLs the value representation UR": store_response.retrieve_urls_are_ur,
    "references nothing as stored": store_outcome.claims_nothing,
    "is no error of the server": store_outcome.is_no_server_error,
    "lists what it refuses as failed": store_outcome.refusal_says_why,
}
_ACCOUNTS: Mapping[str, Callable[[Response, Sequence[Instance]], None]] = {
    "names each instance and its SOP Class": store_response.names_each,
    "names each instance and its SOP Class, where all are stored": store_response.names_each_if_stored,
    "accounts for each instance once": store_outcome.each_is_accounted_for,
    "accounts for a duplicate": store_outcome.duplicate_is_told,
    "comes as DICOM XML": store_xml.references,
}
_TRUTHS: Mapping[str, Callable[[Response, Sequence[Looked]], None]] = {
    "its status fits what is stored": store_outcome.status_fits,
    "status 200 means that everything is stored": store_outcome.success_is_whole,
    "what is stored is told from what is not": store_outcome.partial_is_told,
    "what is listed as failed is not stored": store_outcome.failed_are_absent,
    "the request is refused and nothing of it is stored": store_outcome.is_refused,
    "the media type is refused as unsupported, or what is sent is stored": store_outcome.is_unsupported_or_stored,
    "a part that failed is listed beside what is stored": store_outcome.failure_is_listed,
    "every change of a value is told": store_coercion.each_is_told,
    "no value is changed": store_coercion.each_is_unchanged,
}
_REASONS = {
    "that the content is not understood": (range(0xC000, 0xD000), "the content is not understood"),
    "that the SOP Class is not supported": (range(0x0122, 0x0123), "the SOP Class is not supported"),
    "43264": (range(43264, 43265), "validation failed"),
    "43265": (range(43265, 43266), "another study"),
    "45070": (range(45070, 45071), "stored already"),
}

TYPES = {
    "Garbage": slot(rf"{'|'.join(sorted(GARBAGE, key=len, reverse=True))}|half of a large file|half of {NAME}"),
    "StoreAccount": one_of(_ACCOUNTS),
    "StoreDestination": one_of(_DESTINATIONS),
    "StoreQuality": one_of(_QUALITIES),
    "StoreReason": one_of(_REASONS),
    "StoreTruth": one_of(_TRUTHS),
    "StoreWay": one_of(_WAYS),
}
