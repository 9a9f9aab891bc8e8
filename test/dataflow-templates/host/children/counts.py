"""Answers which process it is; refuses what is to be read bare, and a replay before anything is decoded."""

import json
import os
import sys

from ready import answer, say

say({"ready": True})
for line in sys.stdin:
    message = json.loads(line)
    request = message["request"]
    if request.get("bare") or request.get("replay"):
        refusal = {"code": "CORRUPT", "message": "as asked", "cure": "ask otherwise"}
        undecoded = {"undecoded": True} if request["replay"] else {}
        say({"id": message["id"], "answer": {"ok": False, "refusal": refusal, **undecoded}})
    else:
        answer(message["id"], None if request["kind"] in {"learn", "close"} else os.getpid())
