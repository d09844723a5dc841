"""Badges: the verdict of a profile in one line, as SVG and for the endpoint of shields.io."""

import json
from html import escape

from dicomweb_conformance.report.inert import shown, xml_safe
from dicomweb_conformance.report.model import ProfileResult

_COLOURS = {"pass": ("brightgreen", "#2b7a3d"), "fail": ("red", "#b3211c"), "partial": ("yellow", "#8a6100")}
_CHARACTER = 6.8
_PADDING = 12


def label_of(profile: ProfileResult) -> str:
    return f"DICOMweb {shown(profile.name, 40)}"


def message_of(profile: ProfileResult) -> str:
    """Such as ``pass 24/24``: conformant musts of all musts."""
    return f"{profile.verdict} {profile.counts['must']['conformant']}/{profile.count('must')}"


def endpoint_of(profile: ProfileResult) -> str:
    """The document that https://shields.io/badges/endpoint-badge reads."""
    return json.dumps(
        {
            "schemaVersion": 1,
            "label": label_of(profile),
            "message": message_of(profile),
            "color": _COLOURS[profile.verdict][0],
        }
    )


def svg_of(profile: ProfileResult) -> str:
    """The badge as an image that needs no font of its own: the text is fitted into its place."""
    label, message = (xml_safe(text) for text in (label_of(profile), message_of(profile)))
    left, right = (round(len(text) * _CHARACTER) + _PADDING for text in (label, message))
    said = escape(f"{label}: {message}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{said}">'
        f"<title>{said}</title>"
        f'<rect width="{left + right}" height="20" rx="3" fill="#3f474f"/>'
        f'<rect x="{left}" width="{right}" height="20" rx="3" fill="{_COLOURS[profile.verdict][1]}"/>'
        f'<rect x="{left}" width="4" height="20" fill="{_COLOURS[profile.verdict][1]}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
        f"{_text(label, left / 2, left)}{_text(message, left + right / 2, right)}</g></svg>\n"
    )


def _text(text: str, middle: float, width: int) -> str:
    return f'<text x="{middle:g}" y="14" textLength="{width - _PADDING}">{escape(text)}</text>'
