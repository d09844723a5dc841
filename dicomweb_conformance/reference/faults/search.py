"""Wrong ways to search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import before, without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Resource


@fault(breaks=("search-series-by-uid", "search-study-series-by-uid"))
def searches_ignore_the_series_instance_uid(right: Behaviour) -> Behaviour:
    """SeriesInstanceUID as a key does not narrow a search."""
    return replace(right, search=before(right.search, lambda request: without_parameter(request, "SeriesInstanceUID")))


@fault(breaks=("search-study-by-uid",))
def searches_find_no_studies(right: Behaviour) -> Behaviour:
    """The search for studies never finds any."""

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        return () if resource.kind == "studies" else right.searched(server, resource, keys)

    return replace(right, searched=searched)
