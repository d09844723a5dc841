"""The sample study of the DICOMweb tutorial: green-square, red-triangle and blue-circle."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.datadict import dictionary_VR
from pydicom.errors import InvalidDicomError
from pydicom.uid import SecondaryCaptureImageStorage

from dicomweb_conformance.samples.fixture_files import fixture_file
from dicomweb_conformance.samples.moulds import Mould, mould_of, write_casts
from dicomweb_conformance.samples.part10 import NamedDataset, instance_of, write_study
from dicomweb_conformance.samples.shapes import COLOURS, Shape, draw
from dicomweb_conformance.study import Instance, Reference, Study

NAME = "sample study"
# Odd with three samples a pixel: the pixel data needs its pad byte, as that of the full size does.
SMALL_ROWS, SMALL_COLUMNS = 11, 13


class UnusableSamples(Exception):
    """A folder of samples cannot be used. The message says what is wrong, and what to do."""


def tutorial_study(folder: Path) -> Study:
    """Write the three files under the tutorial's own UIDs into ``folder``; the same bytes every time."""
    return write_study(NAME, _datasets(None, None), folder)


def small_study(
    folder: Path,
    uids: Callable[[str], str],
    PatientID: str,
    AccessionNumber: str,
    rows: int = SMALL_ROWS,
    columns: int = SMALL_COLUMNS,
) -> Study:
    """Write a copy of the sample study with a small pixel matrix; UIDs and identifiers as in ``copy_study``."""
    moulds = _moulds(rows, columns, len(PatientID), len(AccessionNumber))
    return write_casts(NAME, moulds, uids, folder, PatientID, AccessionNumber)


@cache
def _moulds(rows: int, columns: int, id_length: int, accession_length: int) -> tuple[Mould, ...]:
    return tuple(mould_of(named, id_length, accession_length) for named in _datasets(rows, columns))


def original_study(samples_dir: Path) -> Study:
    """The study of the original files in ``samples_dir``.

    Raises UnusableSamples when the three files are not there, or are not the tutorial's instances.
    """
    expected = _datasets(SMALL_ROWS, SMALL_COLUMNS)
    missing = [f"{named.name}.dcm" for named in expected if not (samples_dir / f"{named.name}.dcm").is_file()]
    if missing:
        raise UnusableSamples(
            f"{samples_dir} holds no {', '.join(missing)}. Name the folder that holds the tutorial's three files, "
            "or leave the option out to use the generated ones."
        )
    return Study(NAME, tuple(_original(samples_dir / f"{named.name}.dcm", named) for named in expected))


def _original(path: Path, expected: NamedDataset) -> Instance:
    try:
        ds = dcmread(path)
        meta = ds.file_meta
        instance = instance_of(expected.name, path, ds, meta.TransferSyntaxUID)
        shape = (ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.BitsAllocated, ds.PhotometricInterpretation)
        frames = instance.number_of_frames
        size = len(ds.PixelData)
    except (InvalidDicomError, AttributeError, EOFError, OSError, ValueError, TypeError) as error:
        raise UnusableSamples(f"{path} cannot be read as a DICOM image: {error}. {_ADVICE}") from error
    reference = Reference(
        str(expected.ds.StudyInstanceUID), str(expected.ds.SeriesInstanceUID), str(expected.ds.SOPInstanceUID)
    )
    if instance.reference != reference:
        raise UnusableSamples(f"{path} is {instance.reference}, where {reference} is needed. {_ADVICE}")
    if instance.SOPClassUID != SecondaryCaptureImageStorage:
        raise UnusableSamples(f"{path} is of SOP Class {instance.SOPClassUID}, not Secondary Capture. {_ADVICE}")
    rows, columns, samples, bits = FULL_SIZE
    if shape != (rows, columns, samples, bits, "RGB") or frames != 1 or size < rows * columns * samples:
        raise UnusableSamples(f"{path} is not one RGB frame of {rows} rows and {columns} columns, 8 bit. {_ADVICE}")
    return instance


@cache
def tutorial_references() -> tuple[Reference, ...]:
    """What names the tutorial's three instances."""
    with fixture_file("dicom-metadata.csv").open(encoding="utf-8", newline="") as table:
        return tuple(
            Reference(row["StudyInstanceUID"], row["SeriesInstanceUID"], row["SOPInstanceUID"])
            for row in csv.DictReader(table)
        )


FULL_SIZE = (979, 985, 3, 8)
_ADVICE = "Fetch the tutorial's file again, or leave the option out to use the generated ones."


@cache
def _datasets(rows: int | None, columns: int | None) -> tuple[NamedDataset, ...]:
    """The three datasets under the tutorial's UIDs; Rows and Columns of the table where none are given."""
    with fixture_file("dicom-metadata.csv").open(encoding="utf-8", newline="") as table:
        return tuple(_dataset(row, rows, columns) for row in csv.DictReader(table))


def _dataset(row: dict[str, str], rows: int | None, columns: int | None) -> NamedDataset:
    name, shape = row.pop("name"), _shape(row.pop("shape"))
    ds = Dataset()
    for keyword, text in row.items():
        setattr(ds, keyword, int(text) if dictionary_VR(keyword).startswith("US") else text)
    ds.Rows, ds.Columns = rows or ds.Rows, columns or ds.Columns
    pixels = draw(shape, ds.Rows, ds.Columns).tobytes()
    # PS3.5 8.1.1: the value of an element has an even length; the frame does not need the pad byte.
    ds.PixelData = pixels + b"\x00" * (len(pixels) % 2)
    ds["PixelData"].VR = "OB"
    return NamedDataset(name, ds)


def _shape(name: str) -> Shape:
    for shape in COLOURS:
        if shape == name:
            return shape
    raise ValueError(f"no shape {name!r}, but {', '.join(COLOURS)}")
