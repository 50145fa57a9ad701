"""A small scorer that keeps the contract: the share of the reference's words that the translation has."""

import json
import sys

for line in sys.stdin:
    record = json.loads(line)
    wanted, found = record.get("ref", "").split(), record["mt"].split()
    print(json.dumps({"score": sum(word in found for word in wanted) / max(len(wanted), 1)}))  # noqa: T201 - its output
