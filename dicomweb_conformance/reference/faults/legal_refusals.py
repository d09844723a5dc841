"""Oddities of right servers that do not take every object."""

from __future__ import annotations

from dataclasses import replace

from pydicom.uid import EncapsulatedPDFStorage

from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import oddity
from dicomweb_conformance.reference.messages import Resource
from dicomweb_conformance.reference.outcomes import SOP_CLASS_NOT_SUPPORTED, Outcome

_REPORTS = "1.2.840.10008.5.1.4.1.1.88."
"""What the UIDs of all structured reports begin with."""


@oddity(legal="PS3.18 10.5.3.2, I.2.2")
def legal_reports_and_documents_are_refused(right: Behaviour) -> Behaviour:
    """An archive of images alone: reports and documents are refused as SOP Classes that it does not support."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if not new.sop_class.startswith((_REPORTS, EncapsulatedPDFStorage)):
            return right.accept(server, resource, new)
        new.path.unlink()
        return Outcome(new.study, new.series, new.instance, new.sop_class, failure=SOP_CLASS_NOT_SUPPORTED)

    return replace(right, accept=accept)
