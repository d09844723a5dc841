"""What a feature says of rendered resources, and what is sent for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dicomweb_conformance.study import Reference, Study
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

    def of(self, study: Study) -> Reference:
        """The reference within the study. Raises KeyError when it has no instance of that name."""
        if self.name is None:
            return study.reference
        return study.series_of(self.name) if self.level == "series" else study.instance(self.name).reference

    def path(self, resource: str) -> str:
        """What follows the path of the reference."""
        return f"/{resource}" if self.frames is None else f"/frames/{self.frames}/{resource}"


def _shown(text: str) -> Shown:
    words = text.split(" ")
    if text == "the study":
        return Shown("study")
    if text.startswith("the series of "):
        return Shown("series", words[-1])
    if words[0] in ("frame", "frames"):
        return Shown("instance", words[-1], words[1])
    return Shown("instance", text)


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition(" ")
    return name, "" if value == "nothing" else value


def _window(text: str) -> tuple[float, float, str]:
    center, width, function = text.split(",")
    return float(center), float(width), function


TYPES = {
    "ImageType": one_of(IMAGE_TYPES),
    "Region": slot(r"\d+,\d+,\d+,\d+", lambda text: tuple(map(int, text.split(",")))),
    "RenderedAccept": one_of(RENDERED_ACCEPTS),
    "RenderedParameter": slot(rf"(?:{'|'.join(_PARAMETERS)}) \S+", _parameter),
    "Shown": slot(rf"the study|the series of {NAME}|frames? \S+ of {NAME}|{NAME}", _shown),
    "TextType": one_of(TEXT_TYPES),
    "Window": slot(r"-?\d+,\d+,[a-z-]+", _window),
}
