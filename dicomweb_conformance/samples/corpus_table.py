"""The values of the search corpus; ``{P}`` stands for the prefix of the run. ``corpus`` says what each study is for."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class InstanceRow:
    InstanceNumber: int
    kind: Literal["image", "multi-frame", "report"] = "image"
    Rows: int = 2


@dataclass(frozen=True)
class SeriesRow:
    """``requests`` holds ScheduledProcedureStepID and RequestedProcedureID of each item, without the prefix."""

    Modality: str
    SeriesNumber: int
    SeriesDescription: str
    PerformedProcedureStepStartDate: str
    PerformedProcedureStepStartTime: str
    requests: tuple[tuple[str, str], ...]
    BodyPartExamined: str = "CHEST"
    instances: tuple[InstanceRow, ...] = (InstanceRow(1),)
    SpecificCharacterSet: str = "ISO_IR 192"


@dataclass(frozen=True)
class StudyRow:
    name: str
    PatientName: str
    PatientID: str
    StudyDate: str
    StudyTime: str
    AccessionNumber: str
    StudyID: str
    ReferringPhysicianName: str
    StudyDescription: str
    series: tuple[SeriesRow, ...]
    PatientBirthDate: str = "19700101"
    PatientSex: str = "O"


REPORT = (InstanceRow(1, "report"),)


def _single(Modality: str, number: int, date: str, time: str) -> tuple[SeriesRow, ...]:
    """One series with one image; its requests are those of no other study."""
    return (SeriesRow(Modality, number, f"Series {number}", date, time, ((f"SPS{number}", f"RP{number}"),), "ABDOMEN"),)


STUDIES = (
    StudyRow("adams-john", "{P}Adams^John", "{P}ID1", "20200101", "100000", "{P}AB1CD", "{P}S1", "{P}Grey",
             "{P} Thorax", (
                 SeriesRow("CT", 1, "Axial", "20200101", "080000", (("SPS1", "RP1"), ("SPS2", "RP2")), "CHEST",
                           (InstanceRow(1), InstanceRow(2))),
                 SeriesRow("CT", 10, "Axial thin", "20200115", "090000", (("SPS10", "RP10"),), "HEAD"),
                 SeriesRow("SR", 2, "Report", "20200131", "100000", (("SPS3", "RP3"),), instances=REPORT),
                 SeriesRow("CT", 11, "Coronal", "20191231", "110000", (("SPS11", "RP11"),), "ABDOMEN"),
             ), "19700101", "F"),
    StudyRow("adams-johnny", "{P}Adams^Johnny", "{P}ID10", "20200115", "110000", "{P}AB12CD", "{P}S10",
             "{P}Grey", "{P} Thorax control", (
                 SeriesRow("MR", 1, "Instances", "20200115", "104500", (("SPS20", "RP20"),), "HEAD", (
                     InstanceRow(1, Rows=2), InstanceRow(2, Rows=3), InstanceRow(10, "multi-frame", Rows=5),
                     InstanceRow(11, "multi-frame", Rows=7))),
                 SeriesRow("MR", 2, "Localizer", "20200116", "104600", (("SPS21", "RP21"),), "NECK"),
             ), "19701231", "M"),
    StudyRow("adams-jo", "{P}Adams^Jo", "{P}ID", "20200131", "120000", "{P}ABCD", "{P}S", "{P}Grey",
             "{P} Thora", _single("CT", 30, "20200131", "115500"), "19691231", "M"),
    StudyRow("adamson", "{P}Adamson^John", "X{P}ID1", "20191231", "130000", "{P}ABXCDE", "{P}S2", "{P}Greyson",
             "{P} Head", _single("US", 40, "20191231", "125500")),
    StudyRow("adams-capitals", "{P}ADAMS^JOHN", "{P}UPPER", "20200201", "140000", "{P}AB1C", "{P}S3", "{P}Gray",
             "{P} Neck", _single("CR", 50, "20200201", "135500")),
    StudyRow("percent", "{P}Baker^Anna^Maria", "{P}100%", "20200102", "050000", "{P}A_C", "{P}S4", "{P}Grey",
             "{P} 100%", (
                 *_single("CT", 60, "20200102", "045500"),
                 SeriesRow("PT", 61, "Series 61", "20200102", "051500", (("SPS61", "RP61"),), "WHOLEBODY"))),
    StudyRow("percent-other", "{P}Baker^Anna", "{P}100x", "20200101", "050000", "{P}AxC", "{P}S5", "{P}Grey",
             "{P} 100x", _single("NM", 70, "20200101", "045600")),
    StudyRow("umlaut", "{P}Müller^Jörg", "{P}A_B", "20200103", "190000", "{P}U1", "{P}S6", "{P}Weiß^Änne",
             "{P} Schädel", _single("MG", 80, "20200103", "185500")),
    StudyRow("no-umlaut", "{P}Muller^Jorg", "{P}AxB", "20200104", "190100", "{P}U2", "{P}S7", "{P}Weiss^Anne",
             "{P} Schadel", _single("XA", 90, "20200104", "185600")),
    StudyRow("special", "{P}O'Neil^D'Arcy^^Dr.", "{P}a+b c&d=e/f#g", "20200301", "000000", "{P}1+2 3&4", "{P}S8/9",
             "{P}White^Ben", "{P} 50 % + more; a=b & c", _single("DX", 100, "20200301", "000001")),
    StudyRow("ideographic", "{P}Yamada^Tarou=山田^太郎=やまだ^たろう", "{P}A*B", "20191230", "235959.999999", "{P}Y1",
             "{P}S11", "{P}Suzuki^Hanako=鈴木^花子", "{P} 胸部", _single("MR", 110, "20191230", "235958")),
    StudyRow("plato", "{P}Plato", "{P}PLAIN", "20190505", "150000", "{P}PL", "{P}S12", "{P}Homer",
             "{P}Ethics", _single("ES", 130, "20190505", "145500")),
    StudyRow("unknown", "", "{P}UNKNOWN", "", "", "", "", "", "{P} nothing known",
             _single("OT", 120, "20200401", "0700"), "", ""),
    StudyRow("zero", "{P}Featherstonehaugh-Cholmondeley^Maximiliana^Wilhelmina=山田^花子", "{P}A-1", "20210101",
             "010203.25", "{P}%41", "007", "{P}Zeno", "{P} Zero",
             (SeriesRow("RF", 0, "Series 0", "20210101", "010204", (("SPS0", "RP0"),), "ABDOMEN",
                        instances=(InstanceRow(0), InstanceRow(1, Rows=3))),)),
    StudyRow("zero-other", "{P}Featherstonehaugh-Cholmondeley^Maximiliana^Wilma", "{P}A-1-2", "20210102", "010203.75",
             "{P}A", "7", "{P}Zenobia", "{P} Zeroes", (
                 *_single("RF", 140, "20210102", "010204"),
                 SeriesRow("RF", 141, "Schädel", "20210102", "010205", (("SPS141", "RP141"),), "HEAD",
                           SpecificCharacterSet="ISO_IR 100"))),
)  # fmt: skip
