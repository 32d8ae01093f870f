"""The line between a desk and the server: a forwarder of bytes that can be cut and mended."""

from __future__ import annotations

import contextlib
import socket
import threading

CHUNK_BYTES = 65_536


class Line:
    """`url`: where the server seems to be. Cut: what stands breaks, what is new finds nobody."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._lock = threading.Lock()
        self._standing: set[socket.socket] = set()
        self._is_cut = False
        self._pumps: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def cut(self) -> None:
        self._is_cut = True
        self.drop()

    def mend(self) -> None:
        self._is_cut = False

    def drop(self) -> None:
        """Breaks what stands; new connections are let through."""
        with self._lock:
            for end in self._standing:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        for pump in self._pumps:
            pump.join()

    def _accept(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                desk.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                desk.close()
                continue
            self._forward(desk, server)

    def _forward(self, desk: socket.socket, server: socket.socket) -> None:
        with self._lock:
            self._standing |= {desk, server}
        both = (desk, server), (server, desk)
        ends = [threading.Thread(target=self._pump, args=pair) for pair in both]
        closing = threading.Thread(target=self._when_over, args=(ends, desk, server))
        self._pumps.append(closing)
        for thread in (*ends, closing):
            thread.start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(CHUNK_BYTES):
                sink.sendall(part)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _when_over(self, ends: list[threading.Thread], *sockets: socket.socket) -> None:
        for thread in ends:
            thread.join()
        with self._lock:
            self._standing -= set(sockets)
        for one in sockets:
            one.close()
