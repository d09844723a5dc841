"""Documents of the Native DICOM Model, written by hand."""

from dicomweb_conformance.native_model import Node, read_xml
from dicomweb_conformance.native_model.rules import NAMESPACE


def document(body: str, root: str = f'xmlns="{NAMESPACE}" xml:space="preserve"') -> Node:
    """The root element of a document that holds ``body``."""
    return read_xml(
        f'<?xml version="1.0" encoding="UTF-8"?><NativeDicomModel {root}>{body}</NativeDicomModel>'.encode()
    )


def attribute(tag: str, vr: str, content: str = "", **more: str) -> str:
    """A DicomAttribute."""
    said = "".join(f' {name}="{value}"' for name, value in {"tag": tag, "vr": vr, **more}.items() if value)
    return f"<DicomAttribute{said}>{content}</DicomAttribute>"


def values(*texts: str) -> str:
    """Numbered Value elements."""
    return "".join(f'<Value number="{number}">{text}</Value>' for number, text in enumerate(texts, 1))
