"""What a feature asks of a study that the target holds already, and what it claims of the answers."""

from collections.abc import Mapping

from dicomweb_conformance.checks import existing, existing_matching, existing_retrieve
from dicomweb_conformance.checks.existing import Claim
from fixtures.existing import QUESTIONS
from steps.words.slots import one_of

_RULES: Mapping[str, frozenset[str]] = {
    "UTF-8": frozenset({"not-utf-8", "byte-order-mark"}),
    "well-formed JSON": frozenset({"not-json", "not-a-number", "not-unicode", "too-deep", "number-too-long"}),
    "unique names": frozenset({"duplicate-name"}),
    "the form of the document": frozenset({"datasets"}),
    "attribute names": frozenset({"attribute-name"}),
    "group lengths": frozenset({"group-length"}),
    "value representations": frozenset({"vr-present", "vr-known"}),
    "value forms": frozenset({"attribute-object", "one-value-form", "value-array"}),
    "empty attributes": frozenset({"empty-attribute"}),
    "person names": frozenset({"person-name-object"}),
    "sequences": frozenset({"sequence-items"}),
    "binary values": frozenset({"binary-form"}),
    "bulk data references": frozenset({"bulk-data-uri"}),
}

CLAIMS: Mapping[str, Claim] = {
    "finds that study alone": existing.found_alone,
    "finds nothing": existing.found_nothing,
    "is DICOM JSON": existing.is_dicom_json,
    "names the same series": existing.series_agree,
    "names the same instances": existing.instances_agree,
    "describes each instance once": existing.described_once,
    "describes that instance alone": existing.instance_described_alone,
    "counts series and instances rightly": existing.numbers_are_right,
    "holds each instance on one page": existing.pages_join_up,
    "is not found": existing.is_not_found,
    "is refused as not acceptable": existing.is_refused_with_406,
    "is that instance": existing_retrieve.is_that_instance,
    "is its only frame": existing_retrieve.is_the_only_frame,
    "has every attribute of the instance": existing_retrieve.agrees_with_metadata,
    "shows what the metadata of the study say": existing_matching.agreeing("study"),
    "shows what the metadata of the series say": existing_matching.agreeing("series"),
    "shows what the metadata of the instance say": existing_matching.agreeing("instance"),
    **{
        f"finds the {level} by its own {keyword} only": existing_matching.by(level, keyword)
        for level, keywords in existing_matching.KEYS.items()
        for keyword in keywords
    },
    **existing_retrieve.FRAMING,
    **{f"keeps the rules of {name}": existing.keeps(rules) for name, rules in _RULES.items()},
    "keeps the rules of DICOM JSON": existing.keeps(frozenset().union(*_RULES.values())),
}

TYPES = {"Question": one_of(QUESTIONS.keys()), "Claim": one_of(CLAIMS)}
