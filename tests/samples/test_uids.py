"""Derived UIDs are valid, stable and distinct."""

import uuid

from pydicom.uid import UID

from dicomweb_conformance.samples.uids import derived_uid


def test_the_same_names_give_the_same_uid() -> None:
    assert derived_uid("run", "1") == derived_uid("run", "1") == "2.25.89058271462828784992475834064467080879"


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
