"""Two counterparts of the bot: an emulator of Telegram's Bot API that nobody here wrote, and a
small server of our own for what that one cannot do (offsets, refusals, broken answers)."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.server import free_port
from tools.console_build import node

EMULATOR = "telegram-test-api@4.2.1"
FOLDER = Path(__file__).resolve().parents[2] / ".build" / "telegram-test-api"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = "110201543"
START = (
    "const made = require('telegram-test-api');"
    "const Server = made.TelegramServer || made.default || made;"
    "new Server({port: Number(process.argv[1]), host: '127.0.0.1'}).start()"
    ".then(() => console.log('up'));"
)


@contextmanager
def emulator() -> Iterator[str]:
    """Its address. The package comes from the npm registry the first time."""
    tool = node()
    if not (FOLDER / "node_modules").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "package.json").write_text('{"private": true}')
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        command = [*tool.npm, "install", *options, EMULATOR]
        done = subprocess.run(command, cwd=FOLDER, env=tool.env, capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"NOT RUN: {EMULATOR} could not be installed")
    port = free_port()
    command = [str(tool.program), "-e", START, str(port)]
    process = subprocess.Popen(command, cwd=FOLDER, env=tool.env, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def writes(url: str, person: int, **content: Any) -> None:
    """A citizen writes to the bot in the emulator."""
    who = {"id": person, "is_bot": False, "first_name": "Warga", "last_name": str(person)}
    chat = {"id": person, "type": "private", "first_name": "Warga"}
    body = {"botToken": TOKEN, "from": who, "chat": chat, "date": int(time.time())} | content
    assert httpx.post(f"{url}/sendMessage", json=body).json()["ok"]


def written_by_bot(url: str, person: int) -> list[dict[str, Any]]:
    """What the bot said to that person."""
    history = httpx.post(f"{url}/getUpdatesHistory", json={"token": TOKEN}).json()["result"]
    said = [one["message"] for one in history if "chat_id" in one["message"]]
    return [message for message in said if str(message["chat_id"]) == str(person)]


@dataclass
class BotApi:
    """`refuse`: (status, body) for every getUpdates until it is taken away. `mode` of sendMessage:
    ok, or silent: takes it and breaks the connection."""

    updates: list[dict[str, Any]] = field(default_factory=list)
    refuse: tuple[int, Any] | None = None
    mode: str = "ok"
    has_webhook: bool = False
    offsets: list[int | None] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, method: str, body: dict[str, Any]) -> tuple[int, Any] | None:
        with self._lock:
            self.asked.append(method)
            if method == "getUpdates":
                return self._updates(body)
            if method == "deleteWebhook":
                self.has_webhook = False
                return 200, {"ok": True, "result": True}
            if method == "sendMessage":
                self.sent.append(body)
                if self.mode == "silent":
                    return None
                if self.mode == "busy" and len(self.sent) == 1:
                    wait = {"parameters": {"retry_after": 1}, "error_code": 429}
                    return 429, {"ok": False, "description": "Too Many Requests"} | wait
                result = {"message_id": 1000 + len(self.sent), "chat": {"id": body["chat_id"]}}
                return 200, {"ok": True, "result": result}
            if method == "getFile" and body["file_id"] in self.files:
                return 200, {"ok": True, "result": {"file_path": f"photos/{body['file_id']}"}}
            return 404, {"ok": False, "error_code": 404, "description": "Not Found"}

    def _updates(self, body: dict[str, Any]) -> tuple[int, Any]:
        if self.has_webhook:
            text = "Conflict: can't use getUpdates method while webhook is active"
            return 409, {"ok": False, "error_code": 409, "description": text}
        if self.refuse is not None:
            return self.refuse
        offset = body.get("offset")
        self.offsets.append(offset)
        self.updates = [one for one in self.updates if offset is None or one["update_id"] >= offset]
        return 200, {"ok": True, "result": self.updates[:100]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                token, method = self.path.removeprefix("/bot").split("/")
                found = api._answer(method, json.loads(raw)) if token == TOKEN else (401, {})
                if found is None:
                    self.close_connection = True
                    return
                status, content = found
                body = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                content = api.files[self.path.rpartition("/")[2]]
                assert self.path.startswith(f"/file/bot{TOKEN}/photos/")
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_words: Any) -> None:
                pass

        return Handler


def update(number: int, person: int, field_name: str = "message", **content: Any) -> dict[str, Any]:
    message = {
        "message_id": number,
        "from": {"id": person, "is_bot": False, "first_name": "Warga"},
        "chat": {"id": person, "type": "private"},
        "date": int(time.time()),
    }
    return {"update_id": number, field_name: message | content}
