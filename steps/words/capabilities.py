"""What a feature says of the formats in which a service describes itself."""

from dicomweb_conformance.checks.capabilities import JSON, WADL
from steps.words.slots import one_of

TYPES = {
    "Description": one_of({"WADL": WADL, "JSON": JSON}),
    "ListedMethod": one_of(("GET", "POST")),
}
