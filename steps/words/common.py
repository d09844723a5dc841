"""Words of every chapter: entities, instances, numbers, samples."""

from dicomweb_conformance.entity import Entity
from dicomweb_conformance.samples.catalogue import SAMPLES, SHAPES
from steps.words.slots import NAME, listing, one_of, slot

_NAMES = rf"{NAME}(?:, {NAME})*(?: and {NAME})?"
_KEYWORDS = r"[A-Z]\w+(?:, [A-Z]\w+)*(?: and [A-Z]\w+)?"


def _entity(text: str) -> Entity:
    if text == "the study":
        return Entity("study")
    series = text.removeprefix("the series of ")
    return Entity("series" if series != text else "instance", series)


TYPES = {
    "Are": slot(r"is|are"),
    "CountedNoun": slot(r"instances?|frames?|match(?:es)?|parts?", lambda noun: noun.removesuffix("s")),
    "Entity": slot(rf"the study|the series of {NAME}|[a-z0-9]+(?:-[a-z0-9]+)+", _entity),
    "Instance": slot(NAME),
    "Instances": slot(_NAMES, listing),
    "Keyword": slot(r"[A-Z]\w+"),
    "Keywords": slot(_KEYWORDS, listing),
    "Number": slot(r"\d+", int),
    "Resource": slot(r"studies|series|instances"),
    "Sample": one_of((SHAPES, *SAMPLES)),
    "UnknownLevel": slot(r"study|series|instance"),
}
