"""A small server in Meta's place: keeps what it was sent and answers as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OK, BUSY, SILENT = "ok", "busy", "silent"


class Graph:
    """`mode`: ok = accepts; busy = refuses for now; silent = takes it and breaks the connection."""

    def __init__(self, problem: Callable[[Any], str | None]) -> None:
        self.mode = OK
        self.problem = problem
        self.problems: list[str] = []
        self.asked: list[tuple[dict[str, Any], str]] = []  # (body, mode it met)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v25.0"

    def to(self, number: str) -> list[dict[str, Any]]:
        """Every attempt to write to this number, the refused ones too."""
        with self._lock:
            return [body for body, _ in self.asked if body.get("to") == f"+{number}"]

    def wait_for(self, number: str, *, count: int = 1, seconds: float = 5) -> list[dict[str, Any]]:
        until_s = time.monotonic() + seconds
        while len(found := self.to(number)) < count:
            assert time.monotonic() < until_s, f"{len(found)} of {count} messages in {seconds} s"
            time.sleep(0.02)
        return found

    def wamid(self, body: dict[str, Any]) -> str:
        return f"wamid.OUT-{body['biz_opaque_callback_data']}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, raw: bytes, headers: Any) -> tuple[int, dict[str, Any]] | None:
        body = json.loads(raw)
        with self._lock:
            self.asked.append((body, self.mode))
            problem = self.problem(body)
            if problem or not headers.get("Authorization", "").startswith("Bearer "):
                self.problems.append(problem or "no token")
        if self.mode == SILENT:
            return None
        if self.mode == BUSY:
            return 503, {"error": {"code": 131016, "message": "busy"}}
        contacts = [{"input": body.get("to"), "wa_id": "0"}]
        messages = [{"id": self.wamid(body)}]
        return 200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": messages}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        graph = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
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

            def log_message(self, *_words: Any) -> None:
                pass

        return Handler
