"""Words of the properties."""

from fixtures.round_trip import KINDS
from steps.words.slots import one_of

TYPES = {
    "AnyOf": one_of(tuple(KINDS)),
    "AnyView": one_of(("instance", "metadata", "DICOM XML", "frames")),
}
