"""Messages of libraries as evidence."""

import pytest

from dicomweb_conformance.checks.library_errors import said


@pytest.mark.parametrize(
    ("message", "evidence"),
    [
        ("cannot identify image file <_io.BytesIO object at 0x7f444d5d7880>", "cannot identify image file the data"),
        ("no use for _io.BytesIO object at 0x7F444D5D7880", "no use for the data"),
        ("bad pointer 0x7f444d5d7880", "bad pointer an address"),
        ("tag 0x7fe0 and (7fe0,0010)", "tag 0x7fe0 and (7fe0,0010)"),
        ("two\n  lines", "two lines"),
        ("", "ValueError"),
    ],
)
def test_an_error_tells_of_the_data_alone(message: str, evidence: str) -> None:
    assert said(ValueError(message)) == evidence
