"""Before anything is stored: is the target there, does it let us in, and is the tutorial's study on it already?"""

import httpx

from dicomweb_conformance.client import Client
from dicomweb_conformance.network import NoToken, network_trouble
from dicomweb_conformance.plugin.scenario_log import CREDENTIALS_REFUSED
from dicomweb_conformance.removal import Removal, holds_study
from dicomweb_conformance.study import Reference

TUTORIAL_STUDY = "1.2.826.0.1.3680043.8.498.13230779778012324449356534479549187420"


class Refused(Exception):
    """The run does not start. ``exit_code`` is 2 where the user can change that, 3 where the target is in the way."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def check_access(client: Client, url: str) -> None:
    """One search: the target answers and lets us in. Raises Refused."""
    try:
        response = client.search("studies", [("StudyInstanceUID", TUTORIAL_STUDY)])
    except NoToken as error:
        raise Refused(f"There is no token for {url}: {error}.", 2 if error.configured else 3) from error
    except httpx.HTTPError as error:
        raise Refused(
            f"{url} cannot be reached: {network_trouble(error)}. Check the address and the network.", 3
        ) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Refused(f"{url} is no usable address: {error}", 2) from error
    if response.status == 407:
        raise Refused(f"The proxy on the way to {url} asks for credentials (407). Name them by --proxy-basic-env.", 2)
    if response.status in CREDENTIALS_REFUSED:
        raise Refused(credentials_message(url, response.status), 3)


def check_tutorial_study_absent(client: Client, removal: Removal, url: str, replace: bool) -> None:
    """The tutorial's study is not on the target, or is deleted because the user said so. Raises Refused."""
    reference = Reference(TUTORIAL_STUDY)
    if not holds_study(client, reference):
        return
    if not replace:
        raise Refused(
            f"{url} already holds the tutorial's study {TUTORIAL_STUDY}; nothing was stored or deleted. "
            "Use --replace-existing to delete it first, or --uids fresh to leave it alone.",
            2,
        )
    if not removal.remove(TUTORIAL_STUDY, whole=True):
        raise Refused(
            f"{url} holds the tutorial's study {TUTORIAL_STUDY}, and it cannot be deleted there. "
            "Remove it by other means, or use --uids fresh.",
            2,
        )


def credentials_message(url: str, status: int) -> str:
    """What to say when the target refuses the credentials."""
    what = "asks for credentials (401)" if status == 401 else "refuses these credentials (403)"
    return f"{url} {what}. Give a valid token with --token-env NAME, or --basic-env NAME or --header."
