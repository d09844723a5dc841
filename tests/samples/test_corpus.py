"""The search corpus has the near misses that the matching rules need."""

from pathlib import Path

import pytest

from dicomweb_conformance.samples.corpus import corpus, write_corpus
from dicomweb_conformance.samples.uids import derived_uid

P = "RUN12345"


def values(keyword: str) -> dict[str, str]:
    """Value of a study attribute for each study."""
    return {name: str(datasets[0].ds.get(keyword)) for name, datasets in corpus(P).items()}


def test_each_study_has_one_value_of_each_study_attribute() -> None:
    for datasets in corpus(P).values():
        for keyword in ("PatientName", "PatientID", "StudyDate", "AccessionNumber", "StudyID", "StudyInstanceUID"):
            assert len({str(named.ds.get(keyword)) for named in datasets}) == 1


def test_every_value_stays_within_its_vr_with_the_longest_prefix() -> None:
    for datasets in corpus(P).values():
        for named in datasets:
            for element in named.ds.iterall():
                limit = {"SH": 16, "LO": 64, "CS": 16, "PN": 194}.get(element.VR)
                assert limit is None or all(len(value) <= limit for value in str(element.value).split("\\"))


def test_all_identifiers_belong_to_the_run() -> None:
    for keyword in ("PatientName", "PatientID", "AccessionNumber", "ReferringPhysicianName"):
        assert all(P in value for name, value in values(keyword).items() if name != "unknown")
    without = {name: value for name, value in values("StudyID").items() if P not in value}
    # Digits alone, which are only searched for together with the StudyInstanceUID
    assert without == {"unknown": "", "zero": "007", "zero-other": "7"}
    assert P in values("PatientID")["unknown"]


def test_only_the_unknown_study_has_empty_values() -> None:
    for keyword in ("PatientName", "StudyDate", "StudyTime", "AccessionNumber", "StudyID", "ReferringPhysicianName"):
        assert [name for name, value in values(keyword).items() if not value] == ["unknown"]


def test_identifiers_are_distinct_between_studies() -> None:
    for keyword in ("PatientName", "PatientID", "AccessionNumber", "StudyID", "StudyInstanceUID"):
        assert len(set(values(keyword).values())) == 15


def test_patient_ids_are_prefixes_and_parts_of_each_other() -> None:
    ids = values("PatientID")
    assert (ids["adams-jo"], ids["adams-john"], ids["adams-johnny"]) == (f"{P}ID", f"{P}ID1", f"{P}ID10")
    assert ids["adamson"] == f"X{P}ID1"
    assert (ids["percent"], ids["percent-other"]) == (f"{P}100%", f"{P}100x")
    assert (ids["umlaut"], ids["no-umlaut"], ids["ideographic"]) == (f"{P}A_B", f"{P}AxB", f"{P}A*B")


def test_names_differ_in_letters_in_case_and_in_accents() -> None:
    names = values("PatientName")
    assert names["adams-capitals"] == P + names["adams-john"].removeprefix(P).upper()
    assert names["adams-john"].startswith(names["adams-jo"])
    assert names["adams-johnny"].startswith(names["adams-john"])
    assert names["percent"] == names["percent-other"] + "^Maria"
    assert (names["umlaut"], names["no-umlaut"]) == (f"{P}Müller^Jörg", f"{P}Muller^Jorg")
    assert names["ideographic"].count("=") == 2


def test_dates_lie_at_both_ends_of_a_range_and_beside_them() -> None:
    dates = set(values("StudyDate").values())
    assert {"20200101", "20200115", "20200131"} <= dates
    assert {"20191231", "20200201"} <= dates


def test_the_span_of_date_and_time_differs_from_two_ranges() -> None:
    dates, times = values("StudyDate"), values("StudyTime")
    moments = {name: dates[name] + times[name] for name in dates if dates[name]}
    inside = {name for name, moment in moments.items() if "20200101100000" <= moment <= "20200103180000"}
    apart = {
        name for name in moments if "20200101" <= dates[name] <= "20200103" and "100000" <= times[name] <= "180000"
    }
    assert inside == {"adams-john", "percent"}
    assert apart == {"adams-john"}


def test_five_studies_share_their_referring_physician() -> None:
    physicians = list(values("ReferringPhysicianName").values())
    assert physicians.count(f"{P}Grey") == 5


def test_modalities_are_mixed_in_two_studies_only() -> None:
    modalities = {name: {named.ds.Modality for named in datasets} for name, datasets in corpus(P).items()}
    assert modalities["adams-john"] == {"CT", "SR"}
    assert modalities["percent"] == {"CT", "PT"}
    assert all(len(of_study) == 1 for name, of_study in modalities.items() if name not in {"adams-john", "percent"})


def test_the_series_of_the_plain_case_differ_in_every_series_key(tmp_path: Path) -> None:
    study = write_corpus(P, lambda uid: derived_uid("a run", uid), tmp_path)["adams-john"]
    first = [study.in_series(series)[0].ds for series in study.series]
    for keyword in ("SeriesNumber", "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime"):
        assert len({str(ds.get(keyword)) for ds in first}) == 4
    steps = [[item.ScheduledProcedureStepID for item in ds.RequestAttributesSequence] for ds in first]
    assert steps == [[f"{P}SPS1", f"{P}SPS2"], [f"{P}SPS10"], [f"{P}SPS3"], [f"{P}SPS11"]]
    assert [ds.Modality for ds in first] == ["CT", "CT", "SR", "CT"]


def test_one_series_has_instances_that_differ_in_every_instance_key(tmp_path: Path) -> None:
    study = write_corpus(P, lambda uid: derived_uid("a run", uid), tmp_path)["adams-johnny"]
    instances = study.in_series(study.series[0])
    assert [instance.ds.InstanceNumber for instance in instances] == [1, 2, 10, 11]
    assert len({instance.SOPClassUID for instance in instances}) == 2
    assert [instance.ds.get("NumberOfFrames") for instance in instances] == [None, None, 2, 2]
    assert len({instance.ds.Rows for instance in instances}) == 4


def test_the_corpus_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = write_corpus(P, lambda uid: derived_uid("a run", uid), tmp_path / "first")
    second = write_corpus(P, lambda uid: derived_uid("a run", uid), tmp_path / "second")
    for name, study in first.items():
        assert [i.path.read_bytes() for i in study.instances] == [i.path.read_bytes() for i in second[name].instances]


def test_two_runs_share_neither_uids_nor_identifiers(tmp_path: Path) -> None:
    first = write_corpus("A1", lambda uid: derived_uid("A1", uid), tmp_path / "first")
    second = write_corpus("B1", lambda uid: derived_uid("B1", uid), tmp_path / "second")
    assert first.keys() == second.keys()
    for name, study in first.items():
        assert not {i.reference for i in study.instances} & {i.reference for i in second[name].instances}
        assert study.instances[0].ds.PatientID != second[name].instances[0].ds.PatientID


@pytest.mark.parametrize("prefix", ["", "run1", "1RUN", "TOOLONGONE", "A_B", "A*"])
def test_a_prefix_that_would_spoil_the_values_is_refused(prefix: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="prefix"):
        write_corpus(prefix, lambda uid: uid, tmp_path)
