"""The search corpus: small studies whose values tell every matching rule from its near misses.

``P`` stands for the prefix of the run, which begins or ends each identifier and name, so that on a shared server these
values belong to the run alone. A value that must not match a key is another one, and not empty: an empty value of a
required key may be taken as unknown and match anything (PS3.4 C.2.2.1.2). Only ``unknown`` has empty ones.

====================  ======================================================================================
study                 what it is for
====================  ======================================================================================
adams-john            the plain case, PatientID P + ID1. Four series, CT and SR, with SeriesNumber 1, 2, 10, 11 and
                      their own start of the procedure step; RequestAttributesSequence with two items in one
adams-johnny          longer by a few letters in PatientName, PatientID (ID10), StudyID (S10). Four instances in a
                      series: two SOP Classes, with and without NumberOfFrames, InstanceNumber 1, 2, 10, 11
adams-jo              shorter in the same (ID, S); nothing between AB and CD in AccessionNumber; the last day of a range
adamson               the text of adams-john's PatientID within a longer one, its family name within a longer one;
                      the day before a range begins
adams-capitals        adams-john's PatientName in capitals, which a server may match; the day after a range ends
percent               a literal % at the end of PatientID, a literal _ in AccessionNumber; inside the span from 20200101
                      at 10:00 to 20200103 at 18:00, though its time of day is not
percent-other         what % and _ would match as wild cards of SQL; outside that span, though its date is not
umlaut                letters beyond ASCII; a literal _ in PatientID; outside that span, after it
no-umlaut             the same name without them; what _ would match as a wild card of SQL
special               the characters that URLs reserve, in PatientID and AccessionNumber; apostrophes in PatientName
ideographic           PatientName in three component groups; a literal * in PatientID; the last second of a year
plato                 PatientName and ReferringPhysicianName of one component, StudyDescription without a blank: nothing
                      that a URL would have to encode
unknown               PatientName, StudyDate, StudyTime, AccessionNumber, StudyID, ReferringPhysicianName empty
zero                  SeriesNumber and InstanceNumber 0, StudyID 007, a literal %41 in AccessionNumber, a fraction of a
                      second in StudyTime, a PatientName of more than 64 characters in all its component groups
zero-other            StudyID 7, what a %41 decoded twice would be in AccessionNumber, another fraction of the same
                      second, a longer PatientID with the same first words, a series in Latin-1 beside one in UTF-8
====================  ======================================================================================

ReferringPhysicianName is P + Grey in five studies (for paging; nothing in it is encoded in a URL), a near miss or
another name in the others.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from pydicom import Dataset
from pydicom.uid import BasicTextSRStorage

from dicomweb_conformance.samples.copies import remapped
from dicomweb_conformance.samples.corpus_table import STUDIES, InstanceRow, SeriesRow, StudyRow
from dicomweb_conformance.samples.instances import new_instance, pattern, secondary_capture, set_pixels
from dicomweb_conformance.samples.multiframe import multi_frame_image
from dicomweb_conformance.samples.part10 import NamedDataset, write_study
from dicomweb_conformance.samples.structured import basic_text_report
from dicomweb_conformance.study import Study

STUDY_ATTRIBUTES = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "AccessionNumber",
    "StudyID",
    "ReferringPhysicianName",
    "StudyDescription",
)
PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,7}")


def write_corpus(prefix: str, uids: Callable[[str], str], folder: Path) -> Mapping[str, Study]:
    """Write the corpus into a folder of ``folder`` for each study, and return the studies by name.

    ``prefix`` is one to eight capital letters and digits, a letter first; ``uids`` gives the UID for a placeholder.
    Raises ValueError for another prefix.
    """
    return {
        name: write_study(
            name,
            (NamedDataset(named.name, remapped(named.ds, uids), named.transfer_syntax) for named in datasets),
            folder / name,
        )
        for name, datasets in corpus(prefix).items()
    }


@cache
def corpus(prefix: str) -> Mapping[str, tuple[NamedDataset, ...]]:
    """The datasets of each study, under placeholder UIDs. Raises ValueError as ``write_corpus`` does."""
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"the prefix {prefix!r} is not one to eight capital letters and digits, a letter first")
    return {study.name: tuple(_study(study, prefix)) for study in STUDIES}


def _study(study: StudyRow, prefix: str) -> list[NamedDataset]:
    return [
        NamedDataset(f"{series.SeriesNumber}-{instance.InstanceNumber}", _instance(study, series, instance, prefix))
        for series in study.series
        for instance in series.instances
    ]


def _instance(study: StudyRow, series: SeriesRow, instance: InstanceRow, prefix: str) -> Dataset:
    ds = _object(f"corpus {study.name}", instance, series.SeriesNumber)
    for keyword in STUDY_ATTRIBUTES:
        setattr(ds, keyword, getattr(study, keyword).replace("{P}", prefix))
    ds.SpecificCharacterSet = series.SpecificCharacterSet
    ds.Modality, ds.SeriesDescription = series.Modality, f"{prefix} {series.SeriesDescription}"
    ds.PerformedProcedureStepStartDate = series.PerformedProcedureStepStartDate
    ds.PerformedProcedureStepStartTime = series.PerformedProcedureStepStartTime
    ds.RequestAttributesSequence = [_request(step, procedure, prefix) for step, procedure in series.requests]
    if instance.kind != "report":
        ds.BodyPartExamined = series.BodyPartExamined
        # Not allowed beside a body part that has no sides.
        del ds.Laterality
    return ds


def _object(sample: str, instance: InstanceRow, series: int) -> Dataset:
    if instance.kind == "report":
        ds = new_instance(sample, BasicTextSRStorage, "SR", series, instance.InstanceNumber)
        basic_text_report(ds)
    elif instance.kind == "multi-frame":
        ds = multi_frame_image(sample, pattern(2, instance.Rows, 4), series=series, number=instance.InstanceNumber)
    else:
        ds = secondary_capture(sample, series, instance.InstanceNumber)
        set_pixels(ds, pattern(1, instance.Rows, 4))
    return ds


def _request(step: str, procedure: str, prefix: str) -> Dataset:
    item = Dataset()
    item.ScheduledProcedureStepID, item.RequestedProcedureID = prefix + step, prefix + procedure
    return item
