"""The words of searches over the search corpus.

A study of the corpus has a name, ``adams-john``; its series have the SeriesNumber behind it, ``adams-john/10``, and
their instances the InstanceNumber, ``adams-john/10/1``. Keys are ``PatientID "{P}ID1" and StudyDate "20200101-"``.
"""

import re

from dicomweb_conformance.checks.searched import Scope
from dicomweb_conformance.study import Level
from steps.words.slots import Slot, listing, slot

_KEY = r'[\w.]+ "[^"]*"'
_CORPUS_NAME = r"[a-z]+(?:-[a-z]+)*(?:/\d+)*"
_LEVELS: dict[str, Level] = {"studies": "study", "series": "series", "instances": "instance"}


def _keys(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in re.findall(r'([\w.]+) "([^"]*)"', text))


def _scope(text: str) -> Scope:
    resource, _, within = text.partition(" of ")
    return Scope(_LEVELS[resource], within or None)


TYPES: dict[str, Slot] = {
    "CorpusName": slot(_CORPUS_NAME),
    "CorpusNames": slot(rf"{_CORPUS_NAME}(?:, {_CORPUS_NAME})*(?: and {_CORPUS_NAME})?", listing),
    "Keys": slot(rf"{_KEY}(?:, {_KEY})*(?: and {_KEY})?", _keys),
    "PagingParameter": slot(r"limit|offset"),
    "Scope": slot(rf"studies|(?:series|instances)(?: of {_CORPUS_NAME}(?: in {_CORPUS_NAME})?)?", _scope),
}
