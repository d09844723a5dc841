"""Words of the properties."""

from fixtures.round_trip import KINDS
from fixtures.spellings import ASKED
from steps.words.slots import one_of

TYPES = {
    "AnyOf": one_of(tuple(KINDS)),
    "Spelled": one_of(tuple(ASKED)),
    "AnyView": one_of(("instance", "metadata", "DICOM XML", "frames")),
}
