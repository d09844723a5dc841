"""Sets of instances in words: what was expected and what came, by the names of the samples."""

from collections import Counter
from collections.abc import Iterable, Sequence

from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.study import Instance, Study


def listed(names: Iterable[str]) -> str:
    """Names in alphabetical order, separated by commas; ``nothing`` when there are none."""
    return ", ".join(sorted(names)) or "nothing"


def named(uids: Iterable[str | None], study: Study) -> list[str]:
    """The sample's name for each SOPInstanceUID; the UID itself for a foreign one."""
    names = {instance.reference.SOPInstanceUID: instance.name for instance in study.instances}
    return [
        names.get(uid) or (f"a foreign instance {uid}" if uid else "an instance without SOPInstanceUID") for uid in uids
    ]


def exactly(uids: Sequence[str | None], expected: Iterable[Instance], study: Study, verb: str) -> None:
    """``uids`` are those of the expected instances, each once. ``verb`` says whose they are: ``the response holds``.

    Raises Nonconformity that names what is missing, foreign or double.
    """
    wanted = Counter(str(instance.reference.SOPInstanceUID) for instance in expected)
    if Counter(uids) != wanted:
        raise Nonconformity(f"{verb} {listed(named(wanted, study))}", f"{verb} {listed(named(uids, study))}")


def counted(number: int, expected: int, noun: str) -> None:
    """There are as many as expected; ``noun`` is singular."""
    if number != expected:
        raise Nonconformity(_count(expected, noun), _count(number, noun))


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
