"""Derived UIDs are valid, stable and distinct."""

import uuid

from pydicom.uid import UID

from dicomweb_conformance.samples.uids import derived_uid, is_derived


def test_the_same_names_give_the_same_uid() -> None:
    assert derived_uid("run", "1") == derived_uid("run", "1") == "2.25.89058271462828755623356144992454732059"


def test_other_names_give_another_uid() -> None:
    assert (
        len({derived_uid("run", "1"), derived_uid("run1"), derived_uid("1", "run"), derived_uid("run", "1", "")}) == 4
    )


def test_a_derived_uid_is_a_valid_uid_made_of_a_uuid() -> None:
    for number in range(200):
        uid = derived_uid("run", str(number))
        assert UID(uid).is_valid
        assert len(uid) <= 44
        parsed = uuid.UUID(int=int(uid.removeprefix("2.25.")))
        assert (parsed.variant, parsed.version) == (uuid.RFC_4122, 8)


def test_a_derived_uid_proves_whose_it_is() -> None:
    uid = derived_uid("run", "study")
    assert is_derived(uid, "run")
    assert not is_derived(uid, "another run")
    assert not is_derived(derived_uid("another run", "study"), "run")


def test_a_uid_below_a_derived_one_is_its_owners() -> None:
    uid = derived_uid("run", "study")
    assert all(is_derived(f"{uid}.{below}", "run") for below in (1, 12, 999))
    assert not is_derived(f"{uid}.1", "another run")


def test_what_looks_like_a_derived_uid_is_none() -> None:
    uid = derived_uid("run", "study")
    number = int(uid.removeprefix("2.25."))
    alike = [f"2.25.{number ^ 1 << bit}" for bit in range(128)]
    odd = [
        f"{uid}0",
        f"{uid}.0",
        f"{uid}.1000",
        f"{uid}.1.1",
        f"{uid}.",
        uid[:-1],
        f"2.25.0{number}",
        f"2.25.+{number}",
        f"2.25.{number + (1 << 128)}",
        "2.25.",
    ]
    arabic = "2.25." + "".join(chr(0x660 + int(digit)) for digit in str(number))
    assert [
        other for other in (*alike, *odd, arabic, "", "1.2.3", "2.25." + "9" * 9999) if is_derived(other, "run")
    ] == []
