"""The words of properties of requests."""

from fixtures.property_requests import KINDS
from steps.words.slots import Slot, one_of

TYPES: dict[str, Slot] = {
    "RequestKind": one_of(list(KINDS)),
}
"""How a slot of a phrase becomes a value."""
