"""The fault catalogue: one named way to be wrong at a time.

A fault is a function that takes the right ``Behaviour`` and returns one that is wrong in one point. Its name is a
sentence, its docstring says in one line what a client sees, ``breaks`` names the requirements that must turn
nonconformant by it::

    @fault(breaks=("delete-series-cascades",))
    def deleting_a_series_leaves_one_instance(right: Behaviour) -> Behaviour:
        \"\"\"One instance of a deleted series stays.\"\"\"

        def delete(server: Server, request: Request, resource: Resource) -> Answer:
            if resource.level != "series":
                return right.delete(server, request, resource)
            server.archive.remove(server.behaviour.select(server, resource)[1:])
            return Answer(204)

        return replace(right, delete=delete)

How to write one:

1. Choose the function of ``Behaviour`` (in ``behaviour.py``, each with a docstring) that is nearest to the mistake, and
   replace it with ``dataclasses.replace``. Call the right one from yours, and change only what is wrong.
2. ``changes`` holds what most faults need: ``after(right.search, with_status(204))``, ``without_header("Allow")``,
   ``without_attributes("00080018")``, ``without_parameter(request, "limit")`` and the like; ``answering`` and
   ``replying`` change every answer, ``storing``, ``describing`` and ``retrieving`` what is stored, described or given.
3. Answers are plain data (``messages``): replace their status, headers or payload. What only shows in bytes is wrong in
   ``json_attribute``, ``json_document``, ``xml_document``, ``part_headers``, ``write_multipart`` or ``write``.
4. Be wrong in one point only, at the levels that the requirement speaks of, so that no other requirement breaks.
5. A fault of a server that is right in another manner names it: ``@fault(breaks=(...), flavour="microsoft")``. It
   breaks requirements of the profiles for which that server is made, and of no other.
6. State that the mistake needs lives in the fault function: it is called once for each server that is started.
7. Put it into the module of its transaction. Every fault in every module of this package is in ``FAULTS``; its name
   there has hyphens for underscores.

A legal oddity is written alike: ``@oddity(legal="RFC 8259 2")`` cites what allows it, and its name begins with
``legal``. It breaks nothing: whoever is accused for it is accused wrongly.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.fault import Fault

__all__ = ["FAULTS", "ODDITIES", "VARIANTS", "Fault", "with_fault"]


def by_name(faults: Iterable[Fault]) -> Mapping[str, Fault]:
    """Faults by name. Raises ValueError when two have one name: one of them would never be run."""
    named: dict[str, Fault] = {}
    for each in sorted(faults, key=lambda each: each.name):
        if each.name in named:
            raise ValueError(f"Two faults are named {each.name}.")
        named[each.name] = each
    return MappingProxyType(named)


def _faults() -> Mapping[str, Fault]:
    modules = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Fault)]
    return by_name(found)


VARIANTS = _faults()
"""All faults and all legal oddities by name."""

FAULTS = MappingProxyType({name: each for name, each in VARIANTS.items() if each.legal is None})
"""All faults by name."""

ODDITIES = MappingProxyType({name: each for name, each in VARIANTS.items() if each.legal is not None})
"""All legal oddities by name."""


def with_fault(behaviour: Behaviour, name: str) -> Behaviour:
    """The behaviour, wrong or odd in the named way. Raises KeyError for an unknown name."""
    return VARIANTS[name].apply(behaviour)
