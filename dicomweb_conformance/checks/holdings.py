"""What the target holds of a study, seen from several sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from dicomweb_conformance.checks.names import listed, named
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.study import Instance, Study
from dicomweb_conformance.survey import Survey, View


@dataclass(frozen=True)
class Standing:
    """What the views showed before: ``proven`` ones showed the right instances, ``distrusted`` ones were wrong.

    A view that was wrong before proves nothing now. One that showed nothing, rightly, may be blind.
    """

    proven: frozenset[str]
    distrusted: frozenset[str]


def holds(views: Survey, expected: Sequence[Instance], study: Study, standing: Standing) -> None:
    """The views show exactly the expected instances.

    Each proven view does; each other view does, or shows nothing at all (then it is that view's own fault, and has a
    requirement of its own); and at least one does.
    """
    wanted = frozenset(str(instance.reference.SOPInstanceUID) for instance in expected)
    trusted = [view for view in views if view.name not in standing.distrusted]
    for view in trusted:
        blind = not view.instances and view.name not in standing.proven
        if view.instances != wanted and not blind:
            raise Nonconformity(f"{view.name} finds {listed(named(wanted, study))}", _received(view, study))
    if wanted and not any(view.instances == wanted for view in trusted):
        names = " or ".join(view.name for view in trusted)
        raise Nonconformity(
            f"{names} finds {listed(named(wanted, study))}", "; ".join(_received(view, study) for view in trusted)
        )


def nothing_left(traces: Sequence[str]) -> None:
    """No view shows anything of a deleted study."""
    if traces:
        raise Nonconformity("nothing of the study in search or retrieve", "; ".join(traces))


def _received(view: View, study: Study) -> str:
    if view.instances is None:
        return f"{view.name} {view.problem}"
    return f"{view.name} finds {listed(named(view.instances, study))}"
