"""A named sample for the deeper scenarios, and how it becomes a study of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dicomweb_conformance.samples.copies import write_copy
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.study import Study

Group = Literal["images", "frames", "compressed", "objects", "elements", "character sets"]


@dataclass(frozen=True)
class Sample:
    """Instances of one study that show one thing.

    ``build`` returns the datasets under placeholder UIDs, the same every time; ``write_sample`` gives them others.
    ``optional`` says that an origin server may refuse the SOP Class, transfer syntax or character set (PS3.18 10.5.1.1
    leaves the choice to its conformance statement): then there is nothing to judge.
    """

    name: str
    says: str
    group: Group
    build: Callable[[], list[NamedDataset]]
    optional: bool = False


def write_sample(
    sample: Sample, uids: Callable[[str], str], folder: Path, PatientID: str, AccessionNumber: str
) -> Study:
    """Write the sample into ``folder`` under UIDs and identifiers of its own, as ``copy_study`` does."""
    return write_copy(sample.name, sample.build(), uids, folder, PatientID, AccessionNumber)
