"""Cloud Storage's JSON API as far as a host uses it, in this process. Stricter than the real one: an unknown parameter,
a write without a precondition, a copy without its source's generation are refused."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from host.checksum import checksum_of_bytes

Key = tuple[str, str]


@dataclass
class Stored:
    generation: int
    content: bytes
    metadata: dict[str, str]

    def resource(self, bucket: str, name: str) -> dict[str, Any]:
        return {
            "kind": "storage#object",
            "bucket": bucket,
            "name": name,
            "generation": str(self.generation),
            "metageneration": "1",
            "size": str(len(self.content)),
            "crc32c": checksum_of_bytes(self.content).crc32c,
            "metadata": self.metadata,
        }


@dataclass
class Fault:
    """What happens to the next request that `match` finds in its method and path."""

    match: str
    # Of the answer; 0: it is lost, what was asked is done.
    status: int
    # The answer's body ends after so many bytes.
    cut: int | None = None


@dataclass
class FakeGcs:
    url: str = ""
    objects: dict[Key, Stored] = field(default_factory=dict[Key, Stored])
    buckets: set[str] = field(default_factory=set[str])
    faults: list[Fault] = field(default_factory=list[Fault])
    # Method and path of each request, in order.
    log: list[str] = field(default_factory=list[str])
    # Bytes that one call of a rewrite copies.
    rewrites: int = 1 << 20
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    lock: threading.Lock = field(default_factory=threading.Lock)
    generations: int = 1_700_000_000_000_000

    def put(self, key: Key, content: bytes, given: dict[str, Any], match: str | None) -> Stored:
        if match is None:
            raise Refusal(400, "a write needs ifGenerationMatch")
        there = self.objects.get(key)
        if str(there.generation if there else 0) != match:
            raise Refusal(412, "conditionNotMet")
        if given.get("crc32c") not in {None, checksum_of_bytes(content).crc32c}:
            raise Refusal(400, "the checksum is another")
        self.generations += 1_000_003  # they identify, they are no counter
        self.objects[key] = Stored(self.generations, content, given.get("metadata", {}))
        return self.objects[key]

    def get(self, key: Key, generation: str | None) -> Stored:
        if key[0] not in self.buckets:
            raise Refusal(404, "no such bucket")
        there = self.objects.get(key)
        if there is None or generation not in {None, str(there.generation)}:
            raise Refusal(404, "no such object")
        return there


class Refusal(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Request:
    fake: FakeGcs
    query: dict[str, str]
    headers: Any
    body: bytes
    key: Key
    to: Key = ("", "")

    def asked(self, *allowed: str) -> None:
        odd = set(self.query) - {*allowed, "prettyPrint", "projection", "alt"}
        if odd:
            raise Refusal(400, f"unknown parameters {odd}")


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict[str, str])


def stat(request: Request) -> Answer:
    request.asked("generation")
    return resource(request.key, request.fake.get(request.key, request.query.get("generation")))


def resource(key: Key, stored: Stored) -> Answer:
    return Answer(200, json.dumps(stored.resource(*key)).encode(), {"Content-Type": "application/json"})


def download(request: Request) -> Answer:
    request.asked("generation")
    stored = request.fake.get(request.key, request.query.get("generation"))
    digest = base64.b64encode(hashlib.md5(stored.content).digest()).decode()
    headers = {
        "X-Goog-Hash": f"crc32c={checksum_of_bytes(stored.content).crc32c},md5={digest}",
        "X-Goog-Generation": str(stored.generation),
        "X-Goog-Stored-Content-Length": str(len(stored.content)),
    }
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
    if not wanted:
        return Answer(200, stored.content, headers)
    start, end = int(wanted[1]), min(int(wanted[2] or len(stored.content) - 1), len(stored.content) - 1)
    if start > end:
        raise Refusal(416, "no such range")
    headers["Content-Range"] = f"bytes {start}-{end}/{len(stored.content)}"
    return Answer(206, stored.content[start : end + 1], headers)


def upload(request: Request) -> Answer:
    request.asked("uploadType", "ifGenerationMatch")
    if request.query["uploadType"] == "resumable":
        given = json.loads(request.body)
        session = f"session-{len(request.fake.sessions)}"
        size = int(request.headers["X-Upload-Content-Length"])
        match = request.query.get("ifGenerationMatch")
        key = (request.key[0], given["name"])
        request.fake.sessions[session] = {"given": given, "content": b"", "size": size, "match": match, "key": key}
        place = f"{request.fake.url}/upload/storage/v1/b/{key[0]}/o?uploadType=resumable&upload_id={session}"
        return Answer(200, b"", {"Location": place})
    kind = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parts: Any = message_from_bytes(kind + request.body).get_payload()
    given = json.loads(parts[0].get_payload(decode=True))
    # The parser takes line ends for its own: the content is cut out by its boundary.
    boundary = re.search(r'boundary="?([^";]+)', request.headers["Content-Type"])
    assert boundary
    content = request.body.split(b"--" + boundary[1].encode())[2].partition(b"\r\n\r\n")[2][:-2]
    key = (request.key[0], given["name"])
    return resource(key, request.fake.put(key, content, given, request.query.get("ifGenerationMatch")))


def go_on(request: Request) -> Answer:
    request.asked("uploadType", "upload_id")
    session = request.fake.sessions[request.query["upload_id"]]
    wanted = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["Content-Range"])
    if not wanted or int(wanted[3]) != session["size"]:
        raise Refusal(400, "not a range of the session")
    start, end = int(wanted[1]), int(wanted[2]) + 1
    if start > len(session["content"]) or end - start != len(request.body):
        raise Refusal(503, "another range was expected")
    session["content"] = session["content"][:start] + request.body
    if end < session["size"]:
        if len(request.body) % (256 * 1024):
            raise Refusal(400, "a part must be a multiple of 256 KiB")
        return Answer(308, b"", {"Range": f"bytes=0-{end - 1}"})
    there = request.fake.objects.get(session["key"])
    if there is not None and there is session.get("done"):
        return resource(session["key"], there)  # said again
    session["done"] = request.fake.put(session["key"], session["content"], session["given"], session["match"])
    return resource(session["key"], session["done"])


def rewrite(request: Request) -> Answer:
    request.asked("sourceGeneration", "ifGenerationMatch", "rewriteToken")
    if "sourceGeneration" not in request.query:
        raise Refusal(400, "a copy needs its source's generation")
    stored = request.fake.get(request.key, request.query["sourceGeneration"])
    token = request.query.get("rewriteToken", f"{request.key}>{request.to}@0")
    call, _, copied = token.rpartition("@")
    if call != f"{request.key}>{request.to}":
        raise Refusal(400, "the token is another call's")
    size, copied = len(stored.content), str(int(copied) + request.fake.rewrites)
    answer: dict[str, Any] = {"kind": "storage#rewriteResponse", "objectSize": str(size)}
    if int(copied) < size:
        more = {"done": False, "totalBytesRewritten": copied, "rewriteToken": f"{call}@{copied}"}
        return Answer(200, json.dumps({**answer, **more}).encode(), {"Content-Type": "application/json"})
    given = json.loads(request.body)
    made = request.fake.put(request.to, stored.content, given, request.query.get("ifGenerationMatch"))
    done = {"done": True, "totalBytesRewritten": str(size), "resource": made.resource(*request.to)}
    return Answer(200, json.dumps({**answer, **done}).encode(), {"Content-Type": "application/json"})


ROUTES: list[tuple[str, str, Callable[[Request], Answer]]] = [
    ("POST", r"/storage/v1/b/([^/]+)/o/([^/]+)/rewriteTo/b/([^/]+)/o/([^/]+)", rewrite),
    ("GET", r"/storage/v1/b/([^/]+)/o/([^/]+)", stat),
    ("GET", r"/download/storage/v1/b/([^/]+)/o/([^/]+)", download),
    ("POST", r"/upload/storage/v1/b/([^/]+)/o", upload),
    ("PUT", r"/upload/storage/v1/b/([^/]+)/o", go_on),
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeGcs

    def serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.fake.lock:
            self.fake.log.append(f"{self.command} {self.path}")
            fault = next((each for each in self.fake.faults if re.search(each.match, self.fake.log[-1])), None)
            if fault:
                self.fake.faults.remove(fault)
            refused = fault is not None and fault.status >= 400
            answer = Answer(fault.status, b"{}") if fault and refused else self.answered(body)
        if fault and not refused and fault.cut is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: fault.cut] if fault and fault.cut is not None else answer.body)
        self.close_connection = fault is not None

    do_GET = do_POST = do_PUT = serve

    def answered(self, body: bytes) -> Answer:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        try:
            for method, path, handle in ROUTES:
                found = re.fullmatch(path, url.path)
                if method == self.command and found:
                    names = [unquote(part) for part in found.groups()]
                    to = (names[2], names[3]) if len(names) == 4 else ("", "")
                    key = (names[0], names[1] if len(names) > 1 else "")
                    return handle(Request(self.fake, query, self.headers, body, key, to))
            raise Refusal(400, "no such method")
        except Refusal as refusal:
            error = {"error": {"code": refusal.status, "message": str(refusal)}}
            return Answer(refusal.status, json.dumps(error).encode(), {"Content-Type": "application/json"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        del format, args


@contextmanager
def serve_gcs(*buckets: str) -> Iterator[FakeGcs]:
    fake = FakeGcs(buckets=set(buckets))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (Handler,), {"fake": fake}))
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
