"""Words of the chapter on deletion."""

import re

from dicomweb_conformance.checks.deletion import Counts
from fixtures.deleting import OF_A_LONGER_UID, OF_THE_PATIENT
from steps.words.slots import one_of, slot

_MALFORMED = {"a word": "bad-uid", "a UID with a dollar sign": "1.2$3", "a UID of 65 characters": "1." + "2" * 63}

_COUNTED = r"\d+ series and \d+ instances, \d+(?: and \d+)? in each"
_NAMED = r"the modalities [A-Z]{2}(?: and [A-Z]{2})?"


def _tally(text: str) -> Counts:
    if text.startswith("the modalities "):
        return {"modalities": tuple(sorted(text.removeprefix("the modalities ").split(" and ")))}
    series, instances, *each = map(int, re.findall(r"\d+", text))
    return {"series": (series,), "instances": (instances,), "instances of each series": tuple(sorted(each))}


TYPES = {
    "DeletedAs": one_of(_MALFORMED),
    "DeletedLevel": one_of(("study", "series", "instance")),
    "Neighbour": one_of((OF_THE_PATIENT, "a study of another patient", OF_A_LONGER_UID)),
    "Tally": slot(f"{_COUNTED}|{_NAMED}", _tally),
}
