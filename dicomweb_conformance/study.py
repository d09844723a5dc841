"""What is stored and asked for: references to studies, series and instances, and the files behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from pydicom import Dataset, dcmread
from pydicom.encaps import get_frame
from pydicom.uid import UID

from dicomweb_conformance.rereading import Rereading

Level = Literal["study", "series", "instance"]

# An instance has one of them at most (PS3.3 C.7.6.3, C.7.6.24 and C.7.6.25).
PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")


@dataclass(frozen=True)
class Reference:
    """The UIDs that name a study, a series or an instance on an origin server (PS3.18 10.3).

    Raises ValueError when an instance is named without its series.
    """

    StudyInstanceUID: str
    SeriesInstanceUID: str | None = None
    SOPInstanceUID: str | None = None

    def __post_init__(self) -> None:
        if self.SOPInstanceUID is not None and self.SeriesInstanceUID is None:
            raise ValueError("an instance is referenced through its series: SeriesInstanceUID is missing")

    @property
    def level(self) -> Level:
        if self.SeriesInstanceUID is None:
            return "study"
        return "series" if self.SOPInstanceUID is None else "instance"

    @property
    def path(self) -> str:
        """The target path below the base URL, without leading slash (PS3.18 table 10.3-1)."""
        path = f"studies/{self.StudyInstanceUID}"
        if self.SeriesInstanceUID is not None:
            path += f"/series/{self.SeriesInstanceUID}"
        if self.SOPInstanceUID is not None:
            path += f"/instances/{self.SOPInstanceUID}"
        return path

    @property
    def study(self) -> "Reference":
        """The study that this reference lies in; itself for a study."""
        return Reference(self.StudyInstanceUID)

    @property
    def series(self) -> "Reference":
        """The series that this reference lies in. Raises ValueError for a study, which lies in none."""
        if self.SeriesInstanceUID is None:
            raise ValueError("a study lies in no series")
        return Reference(self.StudyInstanceUID, self.SeriesInstanceUID)

    def __contains__(self, other: "Reference") -> bool:
        """Whether ``other`` is this study, series or instance, or lies in it."""
        return (
            self.StudyInstanceUID == other.StudyInstanceUID
            and self.SeriesInstanceUID in (None, other.SeriesInstanceUID)
            and self.SOPInstanceUID in (None, other.SOPInstanceUID)
        )

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True)
class Instance:
    """One instance as it is sent: a DICOM file in the File Format of PS3.10, and what names it.

    ``decoded`` holds the uncompressed frames, little endian and without padding, where the file holds them otherwise;
    it is empty for an instance whose frames lie in the file as they are, and for one that is compressed with loss.
    """

    name: str
    path: Path
    reference: Reference
    SOPClassUID: str
    transfer_syntax: str
    decoded: tuple[bytes, ...] = field(default=(), repr=False, compare=False)

    @property
    def ds(self) -> Dataset:
        """The whole dataset, read when first asked for and shared from then on: copy it before changing it."""
        return self._rereading()

    @cached_property
    def _rereading(self) -> Rereading:
        return Rereading(partial(dcmread, self.path), self.size)

    @property
    def size(self) -> int:
        """Length of the file in bytes."""
        return self.path.stat().st_size

    @property
    def number_of_frames(self) -> int:
        """Frames in the pixel data: NumberOfFrames, 1 without it (PS3.3 C.7.6.6), 0 without pixel data."""
        if not any(keyword in self.ds for keyword in PIXELS):
            return 0
        return int(self.ds.get("NumberOfFrames") or 1)

    def frame(self, number: int) -> bytes:
        """Frame ``number``, counted from 1, as it is stored: encoded when the file is, and without padding when native.

        Raises IndexError when there is no such frame, ValueError when a native frame does not fill whole bytes.
        """
        self._check(number)
        if UID(self.transfer_syntax).is_encapsulated:
            return get_frame(self.ds.PixelData, number - 1, number_of_frames=self.number_of_frames)
        size = self._native_frame_size()
        pixels = next(bytes(self.ds[keyword].value) for keyword in PIXELS if keyword in self.ds)
        return pixels[(number - 1) * size : number * size]

    def decoded_frame(self, number: int) -> bytes:
        """Frame ``number``, counted from 1, uncompressed, little endian and without padding.

        Raises IndexError when there is no such frame, LookupError when the values cannot be known exactly,
        because the file is compressed with loss.
        """
        self._check(number)
        if self.decoded:
            return self.decoded[number - 1]
        if UID(self.transfer_syntax).is_encapsulated:
            raise LookupError(f"the decoded frames of {self.name} are not known")
        return self.frame(number)

    def _check(self, number: int) -> None:
        if not 1 <= number <= self.number_of_frames:
            raise IndexError(f"{self.name} has {self.number_of_frames} frames, no frame {number}")

    def _native_frame_size(self) -> int:
        ds = self.ds
        bits: int = ds.Rows * ds.Columns * ds.SamplesPerPixel * ds.BitsAllocated
        if bits % 8 and self.number_of_frames > 1:
            raise ValueError(f"the frames of {self.name} do not end at byte boundaries")
        return (bits + 7) // 8


@dataclass(frozen=True)
class Study:
    """Instances of one study, in the order in which they are stored."""

    name: str
    instances: tuple[Instance, ...]

    @property
    def reference(self) -> Reference:
        return self.instances[0].reference.study

    @property
    def series(self) -> tuple[Reference, ...]:
        """The series of the study, in the order of their first instance."""
        return tuple(dict.fromkeys(instance.reference.series for instance in self.instances))

    def instance(self, name: str) -> Instance:
        """The instance of that name. Raises KeyError, which lists the names that there are."""
        for instance in self.instances:
            if instance.name == name:
                return instance
        raise KeyError(f"{self.name} has no instance {name!r}, but {', '.join(i.name for i in self.instances)}")

    def series_of(self, name: str) -> Reference:
        """The series of the instance of that name. Raises KeyError as ``instance`` does."""
        return self.instance(name).reference.series

    def in_series(self, series: Reference) -> tuple[Instance, ...]:
        """The instances of one series, none when the study has no such series."""
        return tuple(instance for instance in self.instances if instance.reference.series == series.series)

    def select(self, names: Iterable[str]) -> tuple[Instance, ...]:
        """The instances of these names, in the order of the names. Raises KeyError as ``instance`` does."""
        return tuple(self.instance(name) for name in names)
