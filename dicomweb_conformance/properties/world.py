"""What may be stored in a sequence of requests: two studies of two series of two small images, in two versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from pydicom import Dataset

from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.looking import VERSION
from dicomweb_conformance.properties.model import parent_of
from dicomweb_conformance.samples.instances import small_image
from dicomweb_conformance.samples.part10 import NamedDataset, shallow_copy, write_study
from dicomweb_conformance.study import Instance, Reference

INSTANCES = tuple(f"{study}/{series}/{instance}" for study in "ab" for series in "12" for instance in "12")
"""The names of all instances."""
KNOWN = tuple(dict.fromkeys(parent_of(name, level) for name in INSTANCES for level in ("study", "series", "instance")))
"""The names of all studies, series and instances."""


@dataclass
class World:
    """The files of one example, written when they are first asked for."""

    ground: Ground
    _written: dict[tuple[str, str], Instance] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What the PatientIDs of the example begin with."""
        return self.ground.prefix

    def reference(self, name: str) -> Reference:
        """The UIDs of ``a``, ``a/1`` or ``a/1/2``."""
        parts = name.split("/")
        return Reference(*(self.ground.uid("/".join(parts[: depth + 1])) for depth in range(len(parts))))

    def instance(self, name: str, version: str) -> Instance:
        """An instance in one of its versions, claimed and not stored."""
        if (name, version) not in self._written:
            folder = self.ground.folder() / f"{name.replace('/', '-')}-{version}"
            study = write_study(name, [NamedDataset("image", self._dataset(name, version))], folder)
            self.ground.claim(study)
            self._written[name, version] = study.instances[0]
        return self._written[name, version]

    def _dataset(self, name: str, version: str) -> Dataset:
        study, series, number = name.split("/")
        reference = self.reference(name)
        ds = shallow_copy(_blank())
        ds.PatientID, ds.PatientName = f"{self.prefix}{study}", f"Sequence^{study}"
        ds.AccessionNumber, ds.StudyID = study, study
        ds.StudyDescription, ds.SeriesDescription = f"Study {study}", f"Series {series}"
        ds.StudyInstanceUID = reference.StudyInstanceUID
        ds.SeriesInstanceUID, ds.SOPInstanceUID = reference.SeriesInstanceUID, reference.SOPInstanceUID
        ds.SeriesNumber, ds.InstanceNumber = int(series), int(number)
        setattr(ds, VERSION, version)
        return ds


@cache
def _blank() -> Dataset:
    """What all instances share; not to be changed."""
    return small_image("sequences")
