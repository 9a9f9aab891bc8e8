"""Lines of JSON on stdin and stdout."""

import json
import os
import sys
import threading
from queue import SimpleQueue


def lines_of_stdin() -> SimpleQueue[bytes]:
    """Read by a thread of its own. DuckDB lets other threads run while it works, so the end of stdin is heard at once,
    also in the middle of a long statement: a child never outlives its parent."""
    lines: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


def say(message: object) -> None:
    """As `JSON.stringify` writes it: no spaces, texts as they are, and half of a surrogate pair escaped."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
