"""Stands for the metadata server, for a function and for Cloud Storage, on one port of this machine."""

import json
import threading
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

EMAIL = "sluice-test-airflow@acme-test.iam.gserviceaccount.com"
ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/"


@dataclass
class Asked:
    authorization: str | None
    body: Any


@dataclass
class Google:
    """What the function is to answer, in order: the last stays. What it was asked, and objects that were laid."""

    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    objects: dict[str, Any] = field(default_factory=dict)
    # Status of Cloud Storage, where it is not to take any.
    storage_fails: int | None = None
    url: str = ""

    def start(self) -> "Google":
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        return self

    def reset(self) -> None:
        self.answers, self.asked, self.objects, self.storage_fails = [], [], {}, None

    def answer(self) -> tuple[int, Any]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def lay(self, path: str, query: dict[str, list[str]], content: Any) -> int:
        bucket, name = unquote(path.split("/")[5]), query["name"][0]
        assert query["ifGenerationMatch"] == ["0"]
        if self.storage_fails:
            return self.storage_fails
        if f"{bucket}/{name}" in self.objects:
            return 412
        self.objects[f"{bucket}/{name}"] = content
        return 200


def token_for(audience: str) -> str:
    """Nobody looks at its signature."""
    claims = {"aud": audience, "email": EMAIL, "exp": 4102444800}
    parts = [urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, claims)]
    return ".".join([*parts, "unsigned"])


def handler_of(google: Google) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            if at.path == f"{ACCOUNT}identity":
                self.send(200, token_for(parse_qs(at.query)["audience"][0]))
            elif at.path == f"{ACCOUNT}token":
                self.send(200, {"access_token": "access", "expires_in": 3600, "token_type": "Bearer"})
            elif at.path == ACCOUNT:
                self.send(200, {"aliases": ["default"], "email": EMAIL, "scopes": []})
            elif at.path == "/computeMetadata/v1/project/project-id":
                self.send(200, "acme-test")
            else:
                self.send(200 if at.path == "/" else 404, "computeMetadata/")

        def do_POST(self) -> None:
            at = urlsplit(self.path)
            content = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if at.path.startswith("/upload/"):
                return self.send(google.lay(at.path, parse_qs(at.query), content), {})
            google.asked.append(Asked(self.headers["authorization"], content))
            return self.send(*google.answer())

        def send(self, status: int, body: Any) -> None:
            if body is None:  # it breaks off
                self.connection.close()
                return
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("metadata-flavor", "Google")
            self.send_header("content-type", "application/text" if isinstance(body, str) else "application/json")
            self.send_header("content-length", str(len(content)))
            if status == 302:
                self.send_header("location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002

    return Handler
