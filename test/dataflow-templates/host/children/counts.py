"""Answers which process it is; refuses what is to be read bare."""

import json
import os
import sys

from ready import answer, say

say({"ready": True})
for line in sys.stdin:
    message = json.loads(line)
    request = message["request"]
    if request.get("bare"):
        refusal = {"code": "CORRUPT", "message": "as asked", "cure": "ask otherwise"}
        say({"id": message["id"], "answer": {"ok": False, "refusal": refusal}})
    else:
        answer(message["id"], None if request["kind"] in {"learn", "close"} else os.getpid())
