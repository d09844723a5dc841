"""What a feature says of searches that Microsoft's DICOM service answers in a way of its own."""

from steps.words.slots import one_of, slot

SEARCH_ODDITIES = {
    "a limit of 0": ("limit", "0"),
    "a limit of 201": ("limit", "201"),
    "an offset of 100000": ("offset", "100000"),
    "another PatientID": ("PatientID", "DWC-nobody"),
    "an unsupported attribute": ("TimezoneOffsetFromUTC", "+0100"),
    "an empty value": ("PatientID", ""),
    "a range without dates": ("StudyDate", "-"),
    "its number of instances": ("includefield", "NumberOfStudyRelatedInstances"),
}

TYPES = {
    "PartOfName": slot(r"[a-z]+(?: [a-z]+)?"),
    "SearchOddity": one_of(SEARCH_ODDITIES),
}
