"""An oracle for searches: what PS3.4 C.2.2.2 and PS3.18 8.3.4 say of a query and the attributes of an entity.

It answers in three ways. ``match`` and ``mismatch`` are what the text says plainly; ``open`` is what it leaves to the
origin server, or where editions and servers differ so that both answers are right.
"""

from dicomweb_conformance.matching.attributes import Attributes, Value, from_dataset, from_json
from dicomweb_conformance.matching.oracle import judge
from dicomweb_conformance.matching.query import Key, keys_in
from dicomweb_conformance.matching.verdict import Verdict

__all__ = ["Attributes", "Key", "Value", "Verdict", "from_dataset", "from_json", "judge", "keys_in"]
