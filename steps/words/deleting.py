"""Words of the chapter on deletion."""

from steps.words.slots import one_of, slot

_MALFORMED = {"a word": "bad-uid", "a UID with a dollar sign": "1.2$3", "a UID of 65 characters": "1." + "2" * 63}

TYPES = {
    "Counts": slot(
        r"\d+(?:, \d+)*(?: and \d+)?", lambda text: [int(n) for n in text.replace(" and ", ", ").split(", ")]
    ),
    "DeletedAs": one_of(_MALFORMED),
    "DeletedLevel": one_of(("study", "series", "instance")),
    "Modalities": slot(r"[A-Z]{2}(?: and [A-Z]{2})?", lambda text: sorted(text.split(" and "))),
    "Neighbour": one_of(("another study of the patient", "a study of another patient")),
}
