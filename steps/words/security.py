"""Words of the chapter on credentials."""

from steps.words.slots import one_of

TYPES = {"Who": one_of(("a stranger", "one with wrong credentials", "one who may only read"))}
