"""The content of the structured documents: a report and a key object selection (PS3.3 C.17)."""

from pydicom import Dataset


def basic_text_report(ds: Dataset, image: Dataset | None = None) -> None:
    """Give ``ds`` the document content of a Basic Text SR (PS3.3 A.35.1): content items nested three deep.

    The report refers to ``image`` where one is given.
    """
    _document(ds, ("18748-4", "LN", "Diagnostic Imaging Report"), "SEPARATE")
    ds.CompletionFlag, ds.VerificationFlag = "COMPLETE", "UNVERIFIED"
    ds.PerformedProcedureCodeSequence = []
    if image is not None:
        ds.CurrentRequestedProcedureEvidenceSequence = [_evidence(image)]
    observer = _item("HAS OBS CONTEXT", "PNAME", ("121008", "DCM", "Person Observer Name"))
    observer.PersonName = "Reader^Ruth^^Dr."
    findings = _item("CONTAINS", "CONTAINER", ("121070", "DCM", "Findings"))
    findings.ContinuityOfContent = "SEPARATE"
    findings.ContentSequence = [_finding(image), _text("A second finding.\r\nOn two lines.")]
    ds.ContentSequence = [observer, findings]


def key_object_selection(ds: Dataset, image: Dataset) -> None:
    """Give ``ds`` the document content of a Key Object Selection (PS3.3 A.35.4) of one image, TID 2010."""
    _document(ds, ("113000", "DCM", "Of Interest"), "SEPARATE")
    template = Dataset()
    template.MappingResource, template.TemplateIdentifier = "DCMR", "2010"
    ds.ContentTemplateSequence = [template]
    ds.CurrentRequestedProcedureEvidenceSequence = [_evidence(image)]
    description = _item("CONTAINS", "TEXT", ("113012", "DCM", "Key Object Description"))
    description.TextValue = "The image that matters"
    ds.ContentSequence = [description, _image(image)]


def _document(ds: Dataset, title: tuple[str, str, str], continuity: str) -> None:
    ds.ReferencedPerformedProcedureStepSequence = []
    ds.ValueType = "CONTAINER"
    ds.ConceptNameCodeSequence = [_code(*title)]
    ds.ContinuityOfContent = continuity


def _finding(image: Dataset | None) -> Dataset:
    finding = _text("A small square pattern, without clinical meaning.")
    if image is not None:
        finding.ContentSequence = [_image(image, "INFERRED FROM")]
    return finding


def _text(value: str) -> Dataset:
    item = _item("CONTAINS", "TEXT", ("121071", "DCM", "Finding"))
    item.TextValue = value
    return item


def _image(image: Dataset, relationship: str = "CONTAINS") -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = relationship, "IMAGE"
    item.ReferencedSOPSequence = [_reference(image)]
    return item


def _item(relationship: str, value_type: str, concept: tuple[str, str, str]) -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = relationship, value_type
    item.ConceptNameCodeSequence = [_code(*concept)]
    return item


def _evidence(image: Dataset) -> Dataset:
    series, study = Dataset(), Dataset()
    series.SeriesInstanceUID = image.SeriesInstanceUID
    series.ReferencedSOPSequence = [_reference(image)]
    study.StudyInstanceUID = image.StudyInstanceUID
    study.ReferencedSeriesSequence = [series]
    return study


def _reference(image: Dataset) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = image.SOPClassUID
    item.ReferencedSOPInstanceUID = image.SOPInstanceUID
    return item


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item
