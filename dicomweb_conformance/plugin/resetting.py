"""Calls the reset command of the user, and looks whether it did what it is for."""

from collections.abc import Iterable

from dicomweb_conformance.plugin.preflight import Refused
from dicomweb_conformance.plugin.session import Session
from dicomweb_conformance.reset import carry_out
from dicomweb_conformance.survey import poll


def reset_before(session: Session) -> None:
    """Call the command without any study, when the user asked for that. Raises Refused when it fails."""
    reset = session.target.reset
    if reset is None or not reset.before:
        return
    outcome = carry_out(reset, ())
    session.ledger.reset("before", 0, outcome.code, outcome.seconds, outcome.output)
    if outcome.code != 0:
        raise Refused(session.redactor.text(f"nothing was stored, because the reset command {outcome.says}"), 2)


def reset_after(session: Session, left: Iterable[str]) -> None:
    """Call the command for those of these studies that the run stored and that hold nothing of others.

    Those that are gone then are noted as removed.
    """
    own = [study for study in left if study in session.removal.alone]
    if session.target.reset is None or not own:
        return
    outcome = carry_out(session.target.reset, own)
    session.ledger.reset("after", len(own), outcome.code, outcome.seconds, outcome.output)
    still_there = list(own)

    def look() -> list[str]:
        still_there[:] = [study for study in still_there if not session.removal.look(study)]
        return still_there

    poll(look, lambda found: not found, session.target.settle, session.waited)
