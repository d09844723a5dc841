"""XML read strictly, and safely: no entity is declared, none is fetched, and depth is bounded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from dicomweb_conformance.capacity import DEEPEST_XML, MOST_ELEMENTS

_SEPARATOR = "\x1f"


class MalformedXml(ValueError):
    """A body is no XML document that can be relied upon. ``rule`` is the stable name of what it breaks.

    Rules: ``not-xml``, ``entity-declaration``, ``too-deep``, ``too-many-elements``.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(slots=True)
class Node:
    """An element: its local name, its namespace, its attributes by local name, what it holds.

    ``text`` is the character data directly inside it. ``xml:space`` and its like keep their prefix.
    """

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def named(self, name: str) -> Iterator["Node"]:
        """The children of that local name, in any namespace."""
        return (child for child in self.children if child.name == name)


def read_xml(raw: bytes) -> Node:
    """The root element of a document (XML 1.0, in any encoding that it declares and Python knows).

    Raises MalformedXml: not well-formed, a declaration of an entity, deeper than DEEPEST_XML, or more elements than
    MOST_ELEMENTS. Entities are refused because a few bytes of them can stand for gigabytes, or for a file of the
    reader; no encoder of datasets needs any.
    """
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.EntityDeclHandler = _refuse_entity
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise MalformedXml("not-xml", f"{error}; it begins with {raw[:40]!r}") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, MalformedXml):
            raise
        raise MalformedXml("not-xml", f"the declared encoding is not known: {error}") from error
    if builder.root is None:
        raise MalformedXml("not-xml", "there is no element")
    return builder.root


def _refuse_entity(name: str, *_: object) -> None:
    raise MalformedXml("entity-declaration", f"the document declares the entity {name[:60]}")


@dataclass
class _Builder:
    root: Node | None = None
    _number: int = 0
    _open: list[Node] = field(default_factory=list)
    _texts: list[list[str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST_XML:
            raise MalformedXml("too-deep", f"more than {DEEPEST_XML} elements lie within each other")
        self._number += 1
        if self._number > MOST_ELEMENTS:
            raise MalformedXml("too-many-elements", f"there are more than {MOST_ELEMENTS:,} elements")
        namespace, local = _parted(name)
        node = Node(local, namespace, {_attribute_name(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._texts.append([])

    def end(self, _: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, data: str) -> None:
        self._texts[-1].append(data)


def _parted(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return namespace, local


def _attribute_name(name: str) -> str:
    namespace, local = _parted(name)
    if not namespace:
        return local
    return f"xml:{local}" if namespace == "http://www.w3.org/XML/1998/namespace" else f"{{{namespace}}}{local}"
