"""The oracle says of keys and values what PS3.4 C.2.2.2 says."""

import pytest
from pydicom.datadict import tag_for_keyword

from dicomweb_conformance.matching import Attributes, Value, Verdict, judge, keys_in

MATCH, MISMATCH, OPEN = Verdict.MATCH, Verdict.MISMATCH, Verdict.OPEN


def tag(keyword: str) -> str:
    return f"{tag_for_keyword(keyword):08X}"


def entity(**values: str | tuple[Value, ...]) -> Attributes:
    return {tag(name): value if isinstance(value, tuple) else (value,) for name, value in values.items()}


def one(keyword: str, wanted: str, stored: str | tuple[str, ...]) -> Verdict:
    return judge([(keyword, wanted)], entity(**{keyword: stored}))


@pytest.mark.parametrize(
    ("keyword", "wanted", "stored", "verdict"),
    [
        ("PatientID", "ID1", "ID1", MATCH),
        ("PatientID", "ID1", "ID10", MISMATCH),
        ("PatientID", "ID1", "XID1", MISMATCH),
        ("PatientID", "id1", "ID1", MISMATCH),
        ("PatientID", "ID1 ", "ID1", MATCH),
        ("PatientID", "ID1", " ID1 ", MATCH),
        ("PatientID", "", "ID1", MATCH),
        ("PatientID", "*", "ID1", MATCH),
        ("PatientID", "ID*", "ID", MATCH),
        ("PatientID", "ID*", "XID", MISMATCH),
        ("PatientID", "*1", "ID1", MATCH),
        ("PatientID", "I*1", "IDD1", MATCH),
        ("PatientID", "ID?", "ID1", MATCH),
        ("PatientID", "ID?", "ID", MISMATCH),
        ("PatientID", "ID?", "ID10", MISMATCH),
        ("PatientID", "A_B", "AxB", MISMATCH),
        ("PatientID", "100%", "100x", MISMATCH),
        ("PatientID", "A.B", "AxB", MISMATCH),
        ("PatientID", "ID1,ID2", "ID1", OPEN),
        ("PatientID", "ID1,ID2", "ID3", MISMATCH),
        ("PatientID", "ID1,ID2", "ID1,ID2", MATCH),
        ("ModalitiesInStudy", "CT", ("SR", "CT"), MATCH),
        ("ModalitiesInStudy", "MR", ("SR", "CT"), MISMATCH),
        ("ModalitiesInStudy", "C?", ("SR", "CT"), MATCH),
        ("ModalitiesInStudy", "CT\\MR", "CT", OPEN),
        ("StudyInstanceUID", "1.2,1.3", "1.3", MATCH),
        ("StudyInstanceUID", "1.2,1.3", "1.30", MISMATCH),
        ("StudyInstanceUID", "1.2\\1.3", "1.3", OPEN),
        ("StudyInstanceUID", "1.2\\1.3", "1.4", MISMATCH),
        ("StudyInstanceUID", "1.*", "1.4", OPEN),
        ("SeriesNumber", "1", "1", MATCH),
        ("SeriesNumber", "01", "1", MATCH),
        ("SeriesNumber", "1", "10", MISMATCH),
        ("SeriesNumber", "one", "1", OPEN),
        ("Rows", "2", "2", MATCH),
    ],
)
def test_texts_uids_and_numbers(keyword: str, wanted: str, stored: str | tuple[str, ...], verdict: Verdict) -> None:
    assert one(keyword, wanted, stored) is verdict


@pytest.mark.parametrize(
    ("wanted", "stored", "verdict"),
    [
        ("Adams^John", "Adams^John", MATCH),
        ("Adams^John^^", "Adams^John", MATCH),
        ("Adams^John", "Adams^John^^^", MATCH),
        ("adams^john", "Adams^John", OPEN),
        ("Muller^Jorg", "Müller^Jörg", OPEN),
        ("Müller^Jörg", "Muller^Jorg", OPEN),
        ("Weiß", "WEISS", OPEN),
        ("Adams", "Adams^John", OPEN),
        ("Adams^John", "Adams^Jo", MISMATCH),
        ("Adms^John", "Adams^John", MISMATCH),
        ("Adams*", "Adams^John", MATCH),
        ("*John", "Adams^John", MATCH),
        ("adams*", "Adams^John", OPEN),
        ("A?ams^John", "Adams^John", MATCH),
        ("Baker*", "Adams^John", MISMATCH),
        ("山田^太郎", "Yamada^Tarou=山田^太郎", OPEN),
        ("Yamada^Tarou=山田^太郎", "Yamada^Tarou=山田^太郎", MATCH),
        ("鈴木", "Yamada^Tarou=山田^太郎", MISMATCH),
    ],
)
def test_person_names(wanted: str, stored: str, verdict: Verdict) -> None:
    assert one("PatientName", wanted, stored) is verdict


@pytest.mark.parametrize(
    ("keyword", "wanted", "stored", "verdict"),
    [
        ("StudyDate", "20200101", "20200101", MATCH),
        ("StudyDate", "20200101", "20200102", MISMATCH),
        ("StudyDate", "20200101-20200131", "20200101", MATCH),
        ("StudyDate", "20200101-20200131", "20200131", MATCH),
        ("StudyDate", "20200101-20200131", "20191231", MISMATCH),
        ("StudyDate", "20200101-20200131", "20200201", MISMATCH),
        ("StudyDate", "-20200115", "20200115", MATCH),
        ("StudyDate", "-20200115", "20200116", MISMATCH),
        ("StudyDate", "20200115-", "20200115", MATCH),
        ("StudyDate", "20200115-", "20200114", MISMATCH),
        ("StudyDate", "-", "20200114", OPEN),
        ("StudyDate", "notadate", "20200114", OPEN),
        ("StudyDate", "20201399", "20200114", OPEN),
        ("StudyDate", "2020-09-22", "20200922", OPEN),
        ("StudyDate", "20200131-20200101", "20200115", MISMATCH),
        ("StudyTime", "100000", "100000", MATCH),
        ("StudyTime", "100000", "100001", MISMATCH),
        ("StudyTime", "1000", "100000", OPEN),
        ("StudyTime", "1100-1300", "110000", MATCH),
        ("StudyTime", "1100-1300", "130000", OPEN),
        ("StudyTime", "110000-130000", "130000", MATCH),
        ("StudyTime", "1100-1300", "130030", OPEN),
        ("StudyTime", "1100-1300", "130100", MISMATCH),
        ("StudyTime", "1100-1300", "105959", MISMATCH),
        ("StudyTime", "1130-1300", "11", OPEN),
        ("StudyTime", "-1300", "000000", MATCH),
        ("StudyTime", "2300-", "235959.999999", MATCH),
        ("StudyTime", "2300-235959", "235959.999999", OPEN),
        ("AcquisitionDateTime", "20200101-20200102", "202001011530", MATCH),
        ("AcquisitionDateTime", "20200101-20200102", "20200103", MISMATCH),
        ("AcquisitionDateTime", "2020-", "2019", MISMATCH),
        ("AcquisitionDateTime", "20200101120000", "20200101120000", MATCH),
        ("AcquisitionDateTime", "20200101120000+0100", "20200101120000", OPEN),
    ],
)
def test_dates_and_times(keyword: str, wanted: str, stored: str, verdict: Verdict) -> None:
    assert one(keyword, wanted, stored) is verdict


def test_every_key_must_match() -> None:
    stored = entity(PatientID="P", StudyDate="20200101")
    assert judge([("PatientID", "P"), ("StudyDate", "20200101")], stored) is MATCH
    assert judge([("PatientID", "P"), ("StudyDate", "19000101")], stored) is MISMATCH
    assert judge([("PatientID", "Q"), ("StudyDate", "20200101")], stored) is MISMATCH


def test_no_key_matches_everything() -> None:
    assert judge([], entity(PatientID="P")) is MATCH
    assert judge([("limit", "0"), ("offset", "9"), ("includefield", "all")], entity(PatientID="P")) is MATCH


def test_an_empty_or_unknown_value_may_match() -> None:
    assert judge([("PatientID", "P")], {tag("PatientID"): ()}) is OPEN
    assert judge([("PatientID", "P")], {}) is OPEN
    assert judge([("PatientID", "*")], {}) is MATCH


def test_an_unknown_name_leaves_it_open_what_the_keys_do_not_exclude() -> None:
    stored = entity(PatientID="P")
    assert judge([("nonsense", "1"), ("PatientID", "P")], stored) is OPEN
    assert judge([("nonsense", "1"), ("PatientID", "Q")], stored) is MISMATCH


def test_a_key_by_its_tag_in_any_case() -> None:
    stored = entity(StudyInstanceUID="1.2")
    assert judge([("0020000D", "1.2")], stored) is judge([("0020000d", "1.2")], stored) is MATCH
    assert judge([("0020000D", "1.3")], stored) is MISMATCH


def test_fuzzy_matching_adds_names_and_takes_none_away() -> None:
    stored = entity(PatientName="Adams^John", PatientID="P")
    assert judge([("PatientName", "Adams^John"), ("fuzzymatching", "true")], stored) is MATCH
    assert judge([("PatientName", "Adms"), ("fuzzymatching", "true")], stored) is OPEN
    assert judge([("PatientName", "Adms"), ("fuzzymatching", "false")], stored) is MISMATCH
    assert judge([("PatientID", "Q"), ("fuzzymatching", "true")], stored) is MISMATCH


def test_a_key_given_twice_is_open_where_one_alone_matches() -> None:
    stored = entity(Modality="CT")
    assert judge([("Modality", "CT"), ("Modality", "CT")], stored) is MATCH
    assert judge([("Modality", "CT"), ("Modality", "MR")], stored) is OPEN
    assert judge([("Modality", "US"), ("Modality", "MR")], stored) is MISMATCH


STEP, PROCEDURE = "RequestAttributesSequence.ScheduledProcedureStepID", "00400275.RequestedProcedureID"


def two_requests() -> Attributes:
    return entity(
        RequestAttributesSequence=(
            entity(ScheduledProcedureStepID="S1", RequestedProcedureID="R1"),
            entity(ScheduledProcedureStepID="S2", RequestedProcedureID="R2"),
        )
    )


def test_keys_within_a_sequence() -> None:
    assert judge([(STEP, "S2")], two_requests()) is MATCH
    assert judge([(STEP, "S3")], two_requests()) is MISMATCH
    assert judge([(STEP, "S1"), (PROCEDURE, "R1")], two_requests()) is MATCH
    assert judge([(STEP, "S1"), (PROCEDURE, "R2")], two_requests()) is OPEN
    assert judge([(STEP, "S1"), (PROCEDURE, "R3")], two_requests()) is MISMATCH
    assert judge([(STEP, "S1")], {tag("RequestAttributesSequence"): ()}) is OPEN


@pytest.mark.parametrize(
    ("date", "time", "verdict"),
    [
        ("20200102", "120000", MATCH),
        ("20200102", "050000", OPEN),
        ("20200101", "050000", MISMATCH),
        ("20200103", "190000", MISMATCH),
        ("20200104", "120000", MISMATCH),
        ("20200103", "175959", MATCH),
    ],
)
def test_a_range_of_dates_with_one_of_times_is_a_span_or_two_conditions(date: str, time: str, verdict: Verdict) -> None:
    query = [("StudyDate", "20200101-20200103"), ("StudyTime", "1000-1800")]
    assert judge(query, entity(StudyDate=date, StudyTime=time)) is verdict


def test_a_date_with_a_range_of_times_is_no_span() -> None:
    query = [("StudyDate", "20200101"), ("StudyTime", "1000-1800")]
    assert judge(query, entity(StudyDate="20200101", StudyTime="0500")) is MISMATCH


def test_names_that_are_no_keys() -> None:
    keys, unknown = keys_in([("limit", "1"), ("zz", "1"), ("Modality.PatientID", "1"), ("PatientID", "1")])
    assert [key.path for key in keys] == [("00100020",)]
    assert unknown == ("zz", "Modality.PatientID")
