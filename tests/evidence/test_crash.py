"""A process that is killed leaves a ledger that is readable to its last whole line."""

import subprocess
import sys
from pathlib import Path

from dicomweb_conformance.evidence.ledger import outstanding, read_ledger

WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from dicomweb_conformance.evidence.ledger import LedgerWriter
from dicomweb_conformance.evidence.redaction import Redactor
from tests.evidence.lines import HEADER, exchange
writer = LedgerWriter(Path(sys.argv[1]), Redactor())
writer.header(HEADER)
writer.stored("1.2")
number = 0
while True:
    number += 1
    writer.exchange(exchange(number, "01.000"))
    print(number, flush=True)
"""


def test_kill_loses_no_line_that_was_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=root
    ) as child:
        assert child.stdout is not None
        written = [int(child.stdout.readline()) for _ in range(200)]
        child.kill()
        written += [int(line) for line in child.stdout]
    ledger = read_ledger(path)
    assert not ledger.complete
    assert outstanding(ledger) == ("1.2",)
    assert set(written) <= set(ledger.exchanges)
    assert len(ledger.exchanges) <= len(written) + 1
