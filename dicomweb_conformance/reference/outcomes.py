"""What became of the parts of a store (PS3.18 I.2)."""

from __future__ import annotations

from dataclasses import dataclass

from dicomweb_conformance.reference.archive import NewInstance

PROCESSING_FAILURE = 0x0110
DUPLICATE_INSTANCE = 0x0111
SOP_CLASS_NOT_SUPPORTED = 0x0122
DATASET_MISMATCH = 0xA900
DATASET_WARNING = 0xB007
STUDY_MISMATCH = 0xA901
CANNOT_UNDERSTAND = 0xC000
TRANSFER_SYNTAX_NOT_SUPPORTED = 0xC122


@dataclass(frozen=True)
class Outcome:
    """What became of one part: stored when there is no ``failure`` (a Failure Reason, 0008,1197).

    ``warning`` is a Warning Reason (0008,1196), ``remarks`` say what is wrong with single attributes.
    """

    study: str = ""
    series: str = ""
    instance: str = ""
    sop_class: str = ""
    failure: int | None = None
    warning: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def stored(self) -> bool:
        """Whether the instance can be retrieved now."""
        return self.failure is None


Examined = NewInstance | Outcome
"""An instance that can be stored, or the outcome that it cannot."""
