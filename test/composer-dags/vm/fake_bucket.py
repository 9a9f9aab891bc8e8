"""The machine's metadata server and its bucket of DAGs: as much of both as the sync asks for."""

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

NAME, TOKEN = "acme-test-dags", "token-of-the-machine"
PAGE = 10


@dataclass
class FakeBucket:
    # name → (generation, bytes, written at)
    objects: dict[str, tuple[int, bytes, datetime]] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    asked: list[str] = field(default_factory=list)
    # Called between a list and what is fetched.
    meanwhile: Any = None
    url: str = ""

    def start(self) -> "FakeBucket":
        handler = type("Handler", (Handler,), {"bucket": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        return self

    @property
    def env(self) -> dict[str, str]:
        return {"GCE_METADATA_HOST": self.url.removeprefix("http://"), "STORAGE_EMULATOR_HOST": self.url}

    def put(self, path: str, content: bytes, ago: timedelta = timedelta(hours=1)) -> None:
        generation = max((one for one, _, _ in self.objects.values()), default=1_700_000_000_000_000) + 1
        self.objects[f"dags/{path}"] = (generation, content, self.now - ago)

    def put_folder(self, folder: Path) -> None:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                self.put(file.relative_to(folder).as_posix(), file.read_bytes())


class Handler(BaseHTTPRequestHandler):
    bucket: ClassVar[FakeBucket]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.bucket.asked.append(self.path)
        if url.path.startswith("/computeMetadata/v1/instance/"):
            return self.metadata(url.path.removeprefix("/computeMetadata/v1/instance/"))
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self.answer(401, b"{}")
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        name = unquote(url.path.removeprefix(f"/storage/v1/b/{NAME}/o").removeprefix("/"))
        return self.media(name, query) if name else self.listed(query)

    def metadata(self, path: str) -> None:
        told = {
            "attributes/sluice-dags": NAME,
            "service-accounts/default/token": json.dumps({"access_token": TOKEN, "expires_in": 3599}),
        }
        if self.headers["Metadata-Flavor"] != "Google" or path not in told:
            return self.answer(403, b"")
        return self.answer(200, told[path].encode())

    def listed(self, query: dict[str, str]) -> None:
        names = sorted(name for name in self.bucket.objects if name.startswith(query["prefix"]))
        first = int(query.get("pageToken", "0"))
        items = [self.item(name) for name in names[first : first + PAGE]]
        more = {"nextPageToken": str(first + PAGE)} if first + PAGE < len(names) else {}
        return self.answer(200, json.dumps({"items": items, **more}).encode())

    def item(self, name: str) -> dict[str, str]:
        generation, content, at = self.bucket.objects[name]
        updated = at.isoformat().replace("+00:00", "Z")
        return {"name": name, "generation": str(generation), "size": str(len(content)), "updated": updated}

    def media(self, name: str, query: dict[str, str]) -> None:
        if self.bucket.meanwhile:
            self.bucket.meanwhile()
        generation, content, _ = self.bucket.objects.get(name, (0, b"", None))
        if query["alt"] != "media" or query["generation"] != str(generation):
            return self.answer(404, b"")
        return self.answer(200, content)

    def answer(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self.bucket.now, usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass
