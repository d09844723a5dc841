"""Results of searches: legal differences pass, wrong values and forms do not."""

from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import search_results as check
from dicomweb_conformance.checks.search_results import Followed
from dicomweb_conformance.checks.search_xml import finds_in_xml
from dicomweb_conformance.checks.searched import Match
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from tests.checks.searching import Ds, Maker, response, stored_corpus, text

HTML = response(b"<html>Welcome</html>", media_type="text/html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def make(folder: Path) -> Maker:
    return Maker(stored_corpus(folder))


@pytest.mark.parametrize(
    "found",
    [
        text("SeriesNumber", 1),
        text("SeriesNumber", "1"),
        text("SeriesNumber", "01"),
        text("SeriesNumber", 1.0),
    ],
)
def test_numbers_may_be_numbers_or_strings(make: Maker, found: Ds) -> None:
    ds = make.ds("adams-john/1", found)
    check.bear(make.answers([response([ds])], level="series"), ["SeriesNumber"])


@pytest.mark.parametrize(
    ("keyword", "found"),
    [
        ("StudyTime", ("100000",)),
        ("StudyTime", ("100000.000000",)),
        ("PatientName", ({"Alphabetic": "HANDAdams^John"},)),
        ("PatientName", ({"Alphabetic": "HANDAdams^John^^^"},)),
        ("PatientID", ("HANDID1 ",)),
        ("ModalitiesInStudy", ("SR", "CT")),
        ("NumberOfStudyRelatedSeries", ("4",)),
    ],
)
def test_legal_spellings_of_stored_values(make: Maker, keyword: str, found: tuple[Any, ...]) -> None:
    ds = make.ds("adams-john", text(keyword, *found))
    check.bear(make.answers([response([ds])]), [keyword])


@pytest.mark.parametrize(
    ("keyword", "found"),
    [
        ("StudyTime", ("1001",)),
        ("StudyTime", ("10:00:00",)),
        ("StudyDate", ("2020-01-01",)),
        ("PatientName", ({"Alphabetic": "HANDADAMS^JOHN"},)),
        ("PatientID", ()),
        ("PatientID", ("HANDID10",)),
        ("ModalitiesInStudy", ("CT",)),
        ("ModalitiesInStudy", ("CT", "SR", "CT")),
        ("ModalitiesInStudy", ("CT\\SR",)),
        ("NumberOfStudyRelatedSeries", (5,)),
        ("NumberOfStudyRelatedSeries", ("four",)),
    ],
)
def test_other_values_are_wrong(make: Maker, keyword: str, found: tuple[Any, ...]) -> None:
    ds = make.ds("adams-john", text(keyword, *found))
    with pytest.raises(Nonconformity, match=f"expected adams-john with {keyword}"):
        check.bear(make.answers([response([ds])]), [keyword])


def test_what_was_not_stored_may_be_absent_or_empty(make: Maker) -> None:
    for more in ({}, text("StudyDate")):
        check.bear(make.answers([response([make.ds("unknown", more)])]), ["StudyDate", "PatientName"])


def test_absent_attributes_are_named_together(make: Maker) -> None:
    with pytest.raises(Nonconformity, match="StudyDate absent, StudyID absent"):
        check.bear(make.answers([response([make.ds("plato")])]), ["StudyDate", "StudyID"])


def test_items_of_a_sequence_may_have_more_attributes(make: Maker) -> None:
    def item(step: str, procedure: str, **more: Any) -> Ds:
        return text("ScheduledProcedureStepID", step) | text("RequestedProcedureID", procedure) | more

    first, second = item("HANDSPS1", "HANDRP1", **text("Modality", "CT")), item("HANDSPS2", "HANDRP2")
    for items in ([first, second], [second, first]):
        ds = make.ds("adams-john/1", text("RequestAttributesSequence", *items))
        check.bear(make.answers([response([ds])], level="series"), ["RequestAttributesSequence"])
    wrong: list[list[Any]] = [[first], [first, first], [first, item("HANDSPS2", "HANDRP1")], ["x", "y"]]
    for items in wrong:
        ds = make.ds("adams-john/1", text("RequestAttributesSequence", *items))
        with pytest.raises(Nonconformity):
            check.bear(make.answers([response([ds])], level="series"), ["RequestAttributesSequence"])


def test_names_in_three_groups(make: Maker) -> None:
    groups = {"Alphabetic": "HANDYamada^Tarou", "Ideographic": "山田^太郎", "Phonetic": "やまだ^たろう"}
    check.bear(make.answers([response([make.ds("ideographic", text("PatientName", groups))])]), ["PatientName"])
    for wrong in (
        {"Alphabetic": "HANDYamada^Tarou"},
        {**groups, "Phonetic": "?"},
    ):
        with pytest.raises(Nonconformity):
            check.bear(make.answers([response([make.ds("ideographic", text("PatientName", wrong))])]), ["PatientName"])


def test_attributes_of_lower_levels(make: Maker) -> None:
    check.bear_none(make.answers([response([make.ds("plato", text("SOPInstanceUID"))])]), ["SOPInstanceUID"])
    with pytest.raises(Nonconformity, match="SOPInstanceUID is there"):
        check.bear_none(make.answers([response([make.ds("plato", text("SOPInstanceUID", "1.2"))])]), ["SOPInstanceUID"])
    with pytest.raises(NotOffered):
        check.bear_none(make.answers([response(b"", 400)]), ["SOPInstanceUID"])


def test_modalities_are_whole_or_absent(make: Maker) -> None:
    check.bear_all(
        make.answers([response([make.ds("adams-john", text("ModalitiesInStudy", "SR", "CT"))])]), "ModalitiesInStudy"
    )
    with pytest.raises(Nonconformity):
        check.bear_all(
            make.answers([response([make.ds("adams-john", text("ModalitiesInStudy", "CT"))])]), "ModalitiesInStudy"
        )
    with pytest.raises(NotOffered):
        check.bear_all(make.answers([response([make.ds("adams-john")])]), "ModalitiesInStudy")


@pytest.mark.parametrize(
    "type_", ["application/dicom+json", "application/dicom+json; charset=utf-8", "APPLICATION/DICOM+JSON"]
)
def test_the_content_type_is_dicom_json(make: Maker, type_: str) -> None:
    check.are_dicom_json(make.answers([response([make.ds("plato")], media_type=type_)]))


@pytest.mark.parametrize("type_", ["application/json", "text/html", None, "nonsense"])
def test_other_content_types_are_wrong(make: Maker, type_: str | None) -> None:
    with pytest.raises(Nonconformity, match="Content-Type"):
        check.are_dicom_json(make.answers([response([make.ds("plato")], media_type=type_)]))


def test_an_object_in_place_of_an_array_is_wrong(make: Maker) -> None:
    with pytest.raises(Nonconformity, match="array"):
        check.are_dicom_json(make.answers([response(make.ds("plato"))]))


@pytest.mark.parametrize(
    ("attribute", "right"),
    [
        (text("StudyTime"), True),
        ({"00080030": {"vr": "TM", "Value": [""]}}, False),
        ({"00080030": {"vr": "TM", "Value": []}}, False),
        ({"00100010": {"vr": "PN", "Value": ["A^B"]}}, False),
        ({"00280010": {"vr": "US", "Value": ["5"]}}, False),
        ({"00201206": {"vr": "IS", "Value": ["5"]}}, True),
        ({"00201206": {"vr": "IS", "Value": [5]}}, True),
        ({"00080030": {"Value": ["10"]}}, False),
    ],
)
def test_rules_of_the_json_model(make: Maker, attribute: Ds, right: bool) -> None:
    searched = make.answers([response([dict(sorted({**make.ds("plato"), **attribute}.items()))])])
    if right:
        check.follow_the_model(searched)
    else:
        with pytest.raises(Nonconformity):
            check.follow_the_model(searched)


def test_availability(make: Maker) -> None:
    check.say_availability(make.answers([response([make.ds("plato", text("InstanceAvailability", "NEARLINE"))])]))
    for more in ({}, text("InstanceAvailability", "SOON")):
        with pytest.raises(Nonconformity):
            check.say_availability(make.answers([response([make.ds("plato", more)])]))


def test_warnings(make: Maker) -> None:
    check.warn(make.answers([response([make.ds("plato")], Warning='299 host "more"')]))
    for answer in (response([make.ds("plato")]), response([make.ds("plato")], Warning='199 host "x"')):
        with pytest.raises(Nonconformity):
            check.warn(make.answers([answer]))
    check.find_or_warn(make.answers([response([make.ds("plato")])]), "plato")
    with pytest.raises(Nonconformity):
        check.find_or_warn(make.answers([response([])]), "plato")


def followed(make: Maker, name: str, answer: Response) -> Followed:
    return Followed(Match(make.entity(name), {}), "http://here/x", answer)


def test_a_retrieve_url_leads_to_the_instances_of_its_match(make: Maker, folder: Path) -> None:
    paths = {path.parent.name + "/" + path.stem: path for path in folder.rglob("*.dcm")}

    def instances(*names: str) -> Response:
        parts = tuple(Part((("Content-Type", "application/dicom"),), Body.of(paths[n].read_bytes())) for n in names)
        fields = (("Content-Type", 'multipart/related; type="application/dicom"; boundary=b'),)
        return Response("GET", "http://here/x", 200, fields, Body.of(b""), parts)

    searched = make.answers([])
    check.lead_there([followed(make, "adams-johnny/2", instances("adams-johnny/2-1"))], searched)
    check.lead_there([followed(make, "adams-john/1", instances("adams-john/1-2", "adams-john/1-1"))], searched)
    wrong = [instances("adams-john/1-1"), instances("adams-john/1-1", "adams-john/1-2", "plato/130-1"), HTML]
    for answer in (*wrong, response(b"", 404)):
        with pytest.raises(Nonconformity):
            check.lead_there([followed(make, "adams-john/1", answer)], searched)


def test_a_match_without_retrieve_url_is_wrong(make: Maker) -> None:
    with pytest.raises(Nonconformity, match="a RetrieveURL for plato"):
        check.has_retrieve_urls(make.answers([response([make.ds("plato", text("RetrieveURL"))])]))


def test_private_attributes_come_with_their_creator() -> None:
    creator: Ds = {"00090010": {"vr": "LO", "Value": ["ACME"]}}
    element: Ds = {"00091001": {"vr": "LO", "Value": ["first"]}}
    check.bear_private(response([creator | element]))
    with pytest.raises(Nonconformity):
        check.bear_private(response([element]))
    for answer in (response([{}]), response([creator]), response(b"", 404)):
        with pytest.raises(NotOffered):
            check.bear_private(answer)


NAMESPACE = 'xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM"'


def xml(*documents: str, essence: str = "application/dicom+xml") -> Response:
    parts = tuple(Part((("Content-Type", essence),), Body.of(each.encode())) for each in documents)
    fields = (("Content-Type", 'multipart/related; type="application/dicom+xml"; boundary=b'),)
    return Response("GET", "http://here/studies", 200, fields, Body.of(b""), parts)


def document(uid: str, root: str = "NativeDicomModel", namespace: str = NAMESPACE) -> str:
    attribute = '<DicomAttribute tag="0020000D" vr="UI" keyword="StudyInstanceUID">'
    return f'<{root} {namespace}>{attribute}<Value number="1">{uid}</Value></DicomAttribute></{root}>'


def test_xml_documents_with_or_without_namespace(make: Maker) -> None:
    uid = make.entity("plato").uid
    for namespace in (NAMESPACE, ""):
        finds_in_xml(make.answers([xml(document(uid, namespace=namespace))], ("StudyInstanceUID", uid)), ["plato"])


def test_wrong_xml(make: Maker) -> None:
    uid = make.entity("plato").uid
    for answer in (
        xml(),
        xml(document(uid), document(uid)),
        xml(document("1.2")),
        xml("<broken"),
        xml(document(uid, root="Dicom")),
        xml(document(uid), essence="text/xml"),
        HTML,
        response([]),
    ):
        with pytest.raises(Nonconformity):
            finds_in_xml(make.answers([answer], ("StudyInstanceUID", uid)), ["plato"])
