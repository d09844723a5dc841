"""What the target holds of a study, seen from several sides."""

from collections.abc import Sequence, Set

from dicomweb_conformance.checks.names import listed, named
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.study import Instance, Study
from dicomweb_conformance.survey import Survey


def holds(views: Survey, expected: Sequence[Instance], study: Study, distrusted: Set[str]) -> None:
    """Every view shows exactly the expected instances.

    ``distrusted`` names the views that were wrong before anything was done: what they show now proves nothing.
    """
    wanted = frozenset(str(instance.reference.SOPInstanceUID) for instance in expected)
    for view in views:
        if view.name in distrusted or view.instances == wanted:
            continue
        shown = view.problem if view.instances is None else f"shows {listed(named(view.instances, study))}"
        raise Nonconformity(f"{view.name} shows {listed(named(wanted, study))}", f"{view.name} {shown}")


def nothing_left(traces: Sequence[str]) -> None:
    """No view shows anything of a deleted study."""
    if traces:
        raise Nonconformity("nothing of the study in search or retrieve", "; ".join(traces))
