"""What a feature says of rendered resources, and what is sent for it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dicomweb_conformance.checks import rendered, rendered_parameters, rendered_thumbnails
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference, Study
from steps.words.slots import NAME, one_of, slot

RENDERED_ACCEPTS: Mapping[str, str | None] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "any image": "image/*",
    "anything": "*/*",
    "no named type": None,
    "a DICOM file": "application/dicom",
    "parts of DICOM files": 'multipart/related; type="application/dicom"',
    "an unknown image type": "image/x-none",
    "an unknown image type or PNG": "image/x-none, image/png;q=0.5",
    "parts of JPEG": 'multipart/related; type="image/jpeg"',
    "HTML": "text/html",
    "plain text": "text/plain",
    "XML text": "text/xml",
    "PDF": "application/pdf",
}

TEXT_TYPES: Mapping[str, str] = {name: str(RENDERED_ACCEPTS[name]) for name in ("HTML", "plain text", "XML text")}
IMAGE_TYPES: Mapping[str, str] = {name: str(RENDERED_ACCEPTS[name]) for name in ("JPEG", "PNG", "GIF")}

_PARAMETERS = ("viewport", "window", "quality", "annotation", "iccprofile")


@dataclass(frozen=True)
class Shown:
    """What is rendered: the study, a series, an instance, or frames of an instance; by the name of an instance."""

    level: str
    name: str | None = None
    frames: str | None = None
    resource: str = "rendered"

    def of(self, study: Study) -> Reference:
        """The reference within the study. Raises KeyError when it has no instance of that name."""
        if self.name is None:
            return study.reference
        return study.series_of(self.name) if self.level == "series" else study.instance(self.name).reference

    @property
    def path(self) -> str:
        """What follows the path of the reference."""
        return f"/{self.resource}" if self.frames is None else f"/frames/{self.frames}/{self.resource}"


@dataclass(frozen=True)
class Asked:
    """How something is to be rendered: the media types accepted, and the parameters."""

    accept: str | None
    parameters: tuple[tuple[str, str], ...] = ()


def _shown(text: str) -> Shown:
    small = text.removeprefix("the thumbnail of ")
    if small != text:
        return replace(_shown(small), resource="thumbnail")
    words = text.split(" ")
    if text == "the study":
        return Shown("study")
    if text.startswith("the series of "):
        return Shown("series", words[-1])
    if words[0] in ("frame", "frames"):
        return Shown("instance", words[-1], words[1])
    return Shown("instance", text)


def _asked(text: str) -> Asked:
    accept, given, parameter = text.partition(" with ")
    return Asked(RENDERED_ACCEPTS[accept], (_parameter(parameter),) if given else ())


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition(" ")
    return name, "" if value == "nothing" else value


def _choices(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_parameter(each) for each in text.split(" or "))


def _window(text: str) -> tuple[float, float, str]:
    center, width, function = text.split(",")
    return float(center), float(width), function


FACTS: Mapping[str, Callable[[Response], None]] = {
    "is gray": rendered.is_gray,
    "brightens from left to right": rendered.brightens,
    "is coded by the baseline process": rendered.is_baseline,
    "has 8 bits a channel": rendered.has_eight_bits,
    "names no transfer syntax": rendered.names_no_transfer_syntax,
    "has a colour profile": rendered_parameters.has_profile,
}

LIKENESSES: Mapping[str, Callable[[Response, Instance], None]] = {
    "size": rendered.has_size_of,
    "colours": rendered.has_colours_of,
    "colours, if it is rendered,": rendered.has_colours_if_rendered,
    "colours on any scale": rendered_thumbnails.has_colours_of,
}

COMPARISONS: Mapping[str, Callable[[Response, Response], None]] = {
    "looks like": rendered.are_alike,
    "differs from": rendered_thumbnails.differ,
    "mirrors": rendered_parameters.is_mirrored,
    "takes fewer bytes than": rendered_parameters.is_smaller,
    "is refused, or looks like": rendered_parameters.is_ignored_or_refused,
}

_ACCEPTED = "|".join(map(re.escape, sorted(RENDERED_ACCEPTS, key=len, reverse=True)))
_PARAMETER = rf"(?:{'|'.join(_PARAMETERS)}) \S+"
_RESOURCE = rf"the study|the series of {NAME}|frames? \S+ of {NAME}|{NAME}"

TYPES = {
    "Asked": slot(rf"(?:{_ACCEPTED})(?: with {_PARAMETER})?", _asked),
    "Comparison": one_of(COMPARISONS),
    "ImageFact": one_of(FACTS),
    "ImageType": one_of(IMAGE_TYPES),
    "Likeness": one_of(LIKENESSES),
    "Region": slot(r"\d+,\d+,\d+,\d+", lambda text: tuple(map(int, text.split(",")))),
    "RenderedParameters": slot(rf"{_PARAMETER}(?: or {_PARAMETER})*", _choices),
    "Shown": slot(rf"(?:the thumbnail of )?(?:{_RESOURCE})", _shown),
    "TextType": one_of(TEXT_TYPES),
    "Window": slot(r"-?\d+,\d+,[a-z-]+", _window),
}
