"""The child process: one JSON request a line on stdin, one answer a line on stdout.

It is started with an empty environment, may be killed at any moment, and ends with its stdin. Imports stay few and
light: they are start-up time."""

import json
import time
import traceback

from host.child.check import check
from host.child.deduplicate import deduplicate
from host.child.lines import lines_of_stdin, say
from host.child.preflight import preflight
from host.child.refusal import refusal_of
from host.child.refused import Refused
from host.child.sandbox import Sandbox, Spare, open_sandbox
from host.child.settle import settle
from host.child.split import split
from host.shapes import Answer, BoxRequest, Plan, Request


class Child:
    def __init__(self) -> None:
        self._plans: dict[str, Plan] = {}
        self._open: Sandbox | None = None
        self._spare = Spare()

    def prepare(self) -> None:
        """While there is nothing to do."""
        if self._open is None:
            self._spare.prepare()

    def answer(self, request: Request) -> Answer:
        started = time.monotonic()
        try:
            value = self._handle(request)
        except Refused as refused:
            if refused.undecoded:
                return {"ok": False, "refusal": refused.refusal, "undecoded": True}
            return {"ok": False, "refusal": refused.refusal}
        except Exception as error:
            refusal = refusal_of(error)
            return {"ok": False, "refusal": refusal} if refusal else {"ok": False, "bug": traceback.format_exc()}
        return {"ok": True, "value": value, "milliseconds": round((time.monotonic() - started) * 1000)}

    def _handle(self, request: Request) -> object:
        if request["kind"] == "learn":
            self._plans[request["hash"]] = request["plan"]
            return None
        if request["kind"] == "close":
            return self._close_box()
        plan = self._plans.get(request["plan"])
        if plan is None:
            raise ValueError(f"plan {request['plan']} was not sent to this child")
        return _work(self._box_for(request, plan), plan, request)

    def _box_for(self, request: BoxRequest, plan: Plan) -> Sandbox:
        """One instance serves all requests of one box, and no other box."""
        if self._open is None or self._open.folder != request["box"]["folder"]:
            self._close_box()
            self._open = open_sandbox(self._spare.take(), request["box"], plan["session"])
        return self._open

    def _close_box(self) -> None:
        if self._open:
            self._open.close()
        self._open = None


def _work(sandbox: Sandbox, plan: Plan, request: BoxRequest) -> object:
    match request["kind"]:
        case "preflight":
            return preflight(sandbox, request["plan"], plan, request)
        case "split":
            return split(sandbox, plan, request)
        case "settle":
            return settle(sandbox, plan, request)
        case "deduplicate":
            return deduplicate(sandbox, plan, request)
        case "check":
            return check(sandbox, plan, request)


def main() -> None:
    lines = lines_of_stdin()
    say({"ready": True})
    child = Child()
    while True:
        child.prepare()
        message = json.loads(lines.get())
        say({"id": message["id"], "answer": child.answer(message["request"])})


if __name__ == "__main__":
    main()
