"""A small server in Meta's place: keeps what it was sent and answers as it is told to.

It also holds files, by media id, behind addresses that go stale as Meta's do.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.patience import eventually

OK, BUSY, SILENT, HOLDING, LOCKED = "ok", "busy", "silent", "holding", "locked"


@dataclass
class File:
    data: bytes
    media_type: str
    asked: int = 0  # how often its bytes were asked for


HOLD_S_MAX = 30.0


def _has_secret(headers: Any) -> bool:
    """Meta's way of asking for it, or that of a provider in between."""
    bearer: str = headers.get("Authorization", "")
    return bearer.startswith("Bearer ") or bool(headers.get("D360-API-KEY"))


class _ManyAtOnce(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked was killed meanwhile: nobody waits for the answer."""


class Graph:
    """`mode`: ok = accepts; busy = refuses for now; silent = takes it and breaks the connection;
    holding = takes it and says nothing until `let_go`; locked = no longer knows our token."""

    def __init__(self, problem: Callable[[Any], str | None]) -> None:
        self.mode = OK
        self.problem = problem
        self.problems: list[str] = []
        self.asked: list[tuple[dict[str, Any], str]] = []  # (body, mode it met)
        self.paths: set[str] = set()  # posted to
        self.files: dict[str, File] = {}
        self.without_token = 0
        self.let_go = threading.Event()
        self._lock = threading.Lock()
        self._server = _ManyAtOnce(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v25.0"

    def to(self, number: str) -> list[dict[str, Any]]:
        """Every attempt to write to this number, the refused ones too."""
        with self._lock:
            return [body for body, _ in self.asked if body.get("to") == f"+{number}"]

    def wait_for(self, number: str, *, count: int = 1) -> list[dict[str, Any]]:
        eventually(lambda: len(self.to(number)) >= count, what=f"{count} messages")
        return self.to(number)

    def holds(self, media_id: str, data: bytes, media_type: str) -> dict[str, Any]:
        """Keep a file; → the node of a webhook message that speaks of it."""
        self.files[media_id] = File(data, media_type)
        return {
            "id": media_id,
            "mime_type": media_type,
            "sha256": base64.b64encode(sha256(data).digest()).decode(),
            "url": self.file_url(media_id),
        }

    def file_url(self, media_id: str, *, stale: bool = False) -> str:
        root = self.url.rpartition("/")[0]
        return f"{root}/{'stale' if stale else 'files'}/{media_id}"

    def wamid(self, body: dict[str, Any]) -> str:
        return f"wamid.OUT-{body['biz_opaque_callback_data']}"

    def close(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, raw: bytes, headers: Any) -> tuple[int, dict[str, Any]] | None:
        body = json.loads(raw)
        with self._lock:
            self.asked.append((body, self.mode))
            problem = self.problem(body)
            if problem or not _has_secret(headers):
                self.problems.append(problem or "no token")
        if self.mode == HOLDING:
            self.let_go.wait(HOLD_S_MAX)
            return None
        if self.mode == SILENT:
            return None
        if self.mode == LOCKED:
            return 401, {"error": {"code": 190, "message": "expired"}}
        if self.mode == BUSY:
            return 503, {"error": {"code": 131016, "message": "busy"}}
        contacts = [{"input": body.get("to"), "wa_id": "0"}]
        messages = [{"id": self.wamid(body)}]
        return 200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": messages}

    def _give(self, path: str, headers: Any) -> tuple[int, str, bytes]:
        """→ (status, MIME type, body) of something asked for."""
        if not _has_secret(headers):
            self.without_token += 1
            return 401, "application/json", b'{"error":{"code":190}}'
        if "health_status" in path:
            return 200, "application/json", b'{"health_status":{"can_send_message":"AVAILABLE"}}'
        media_id = path.partition("?")[0].rpartition("/")[2]
        file = self.files.get(media_id)
        if file is None:
            return 400, "application/json", b'{"error":{"code":100,"error_subcode":33}}'
        if path.startswith("/stale/"):
            return 404, "text/html", b"gone"
        if path.startswith("/files/"):
            file.asked += 1
            if self.mode == HOLDING:
                self.let_go.wait(HOLD_S_MAX)
            return 200, file.media_type, file.data
        about = {
            "messaging_product": "whatsapp",
            "url": self.file_url(media_id),
            "mime_type": file.media_type,
            "sha256": sha256(file.data).hexdigest(),
            "file_size": str(len(file.data)),
            "id": media_id,
        }
        return 200, "application/json", json.dumps(about).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        graph = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                graph.paths.add(self.path)
                answer = graph._take(raw, self.headers)
                if answer is None:
                    self.close_connection = True
                    return
                status, content = answer
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                status, media_type, body = graph._give(self.path, self.headers)
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: Any) -> None:
                pass

        return Handler
