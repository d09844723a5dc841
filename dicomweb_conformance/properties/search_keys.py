"""The matching keys that every origin server supports, and where each can stand."""

from collections.abc import Mapping

from dicomweb_conformance.study import Level

DEPTH: Mapping[Level, int] = {"study": 0, "series": 1, "instance": 2}
TAGS: Mapping[str, str] = {
    "PatientName": "00100010",
    "PatientID": "00100020",
    "StudyDate": "00080020",
    "StudyTime": "00080030",
    "AccessionNumber": "00080050",
    "ModalitiesInStudy": "00080061",
    "ReferringPhysicianName": "00080090",
    "StudyInstanceUID": "0020000D",
    "StudyID": "00200010",
    "Modality": "00080060",
    "SeriesInstanceUID": "0020000E",
    "SeriesNumber": "00200011",
    "PerformedProcedureStepStartDate": "00400244",
    "PerformedProcedureStepStartTime": "00400245",
    "RequestAttributesSequence": "00400275",
    "ScheduledProcedureStepID": "00400009",
    "RequestedProcedureID": "00401001",
    "SOPClassUID": "00080016",
    "SOPInstanceUID": "00080018",
    "InstanceNumber": "00200013",
}
STEP = "RequestAttributesSequence.ScheduledProcedureStepID"
PROCEDURE = "RequestAttributesSequence.RequestedProcedureID"
KEYS: Mapping[Level, tuple[str, ...]] = {
    "study": (
        "StudyDate", "StudyTime", "AccessionNumber", "ModalitiesInStudy", "ReferringPhysicianName", "PatientName",
        "PatientID", "StudyInstanceUID", "StudyID",
    ),
    "series": (
        "Modality", "SeriesInstanceUID", "SeriesNumber", "PerformedProcedureStepStartDate",
        "PerformedProcedureStepStartTime", STEP, PROCEDURE,
    ),
    "instance": ("SOPClassUID", "SOPInstanceUID", "InstanceNumber"),
}  # fmt: skip
"""The matching keys that every origin server supports (PS3.18 Table 10.6.1-5)."""
DATES = ("StudyDate", "PerformedProcedureStepStartDate")
TIMES = ("StudyTime", "PerformedProcedureStepStartTime")
NAMES = ("PatientName", "ReferringPhysicianName")
FIELDS: Mapping[Level, tuple[str, ...]] = {
    "study": ("all", "StudyDate", "00100020", "StudyDate,PatientID"),
    "series": ("all", "Modality", "00100020", "StudyDate,SeriesNumber", "RequestAttributesSequence"),
    "instance": ("all", "InstanceNumber", "00100020", "StudyDate,PatientID", "RequestAttributesSequence"),
}
"""What includefield may ask for at each level: attributes that are supported there, since they are keys or required."""
LEVEL_OF_UID: Mapping[str, Level] = {
    "StudyInstanceUID": "study",
    "SeriesInstanceUID": "series",
    "SOPInstanceUID": "instance",
}


def keys_at(level: Level, within: str | None) -> tuple[str, ...]:
    """The keys of the levels that the place leaves open (PS3.18 Table 10.6.1-4)."""
    named = 0 if within is None else within.count("/") + 1
    return tuple(key for each, keys in KEYS.items() if named <= DEPTH[each] <= DEPTH[level] for key in keys)


def is_plain(key: str, level: Level) -> bool:
    """Whether no edition and no entry of the registry leaves the key to the server."""
    return key != "ModalitiesInStudy" or level == "study"


def tagged(key: str) -> str:
    """The key by tags."""
    return ".".join(TAGS[part] for part in key.split("."))
