"""The registry is read whole, or the user is told what is wrong where."""

from pathlib import Path

import pytest

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.requirements import RegistryError, load_registry

_ENTRY = """
[store-something]
text = "Something is stored."
level = "must"
profile = "core"
cites = "PS3.18 10.5"
"""


def _folder(tmp_path: Path, **files: str) -> Path:
    for stem, text in files.items():
        (tmp_path / f"{stem}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_projects_own_registry_is_valid() -> None:
    registry = load_registry(REGISTRY)

    assert registry["delete-series-cascades"].covers == ("TUT-DELETE-02", "TUT-DELETE-05")
    assert registry.transaction_of("delete-series-cascades") == "delete"
    assert registry["delete-series-cascades"].needs == {"delete"}


def test_the_hash_changes_with_the_text(tmp_path: Path) -> None:
    before = load_registry(_folder(tmp_path, store=_ENTRY)).sha256
    after = load_registry(_folder(tmp_path, store=_ENTRY.replace("Something is", "It is"))).sha256

    assert before != after


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not TOML at all", "TOML"),
        (_ENTRY.replace('level = "must"\n', ""), "level is missing"),
        (_ENTRY.replace("must", "shall"), "must, should, may"),
        (_ENTRY.replace('"core"', '"centre"'), "profile is one of"),
        (_ENTRY + 'capabilty = "delete"\n', "unknown key capabilty"),
        (_ENTRY + 'capability = "fly"\n', "capability is one of"),
        (_ENTRY + "covers = [1]\n", "covers is a list of str"),
        (_ENTRY + 'status = ["200"]\n', "status is a list of int"),
        (_ENTRY + "status = [true]\n", "status is a list of int"),
        (_ENTRY + 'condition = " "\n', "not empty"),
        ('store-something = "text"\n', "table"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RegistryError, match=r"store\.toml") as caught:
        load_registry(_folder(tmp_path, store=text))
    assert says in str(caught.value)


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="stands twice"):
        load_registry(_folder(tmp_path, store=_ENTRY, search=_ENTRY))


def test_an_empty_folder_is_no_registry(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no requirements"):
        load_registry(tmp_path)


@pytest.mark.parametrize(
    ("profile", "capability", "declared", "lacking"),
    [
        ("core", None, None, set()),
        ("tutorial", "delete", None, set()),
        ("tutorial", "delete", [], {"delete"}),
        ("tutorial", "delete", ["delete"], set()),
        ("rendered", None, None, {"rendered"}),
        ("rendered", "delete", ["rendered"], {"delete"}),
    ],
)
def test_what_a_target_lacks(
    tmp_path: Path, profile: str, capability: str | None, declared: list[str] | None, lacking: set[str]
) -> None:
    text = _ENTRY.replace('"core"', f'"{profile}"') + (f'capability = "{capability}"\n' if capability else "")

    assert load_registry(_folder(tmp_path, store=text))["store-something"].lacks(declared) == lacking
