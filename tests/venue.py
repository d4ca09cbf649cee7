"""A venue on the loopback that loses its answers."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

TIMEOUT_S = 0.5
BODY = b"<html><title>Gateway</title></html>"
FILLED = b'{"status":"FILLED"}'


class Venue:
    """A server that executes every order that arrives, and then answers badly."""

    def __init__(self, fault):
        """Listen on the loopback.

        Args:
            fault: how it answers: a status of HTTP, `hang`, `reset`, `close`, `half a body`, `no JSON`, or `lost`:
                orders get no answer and questions a good one.
        """
        self.fault = fault
        self.executed = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with contextlib.suppress(OSError), connection:
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536)
            if data.startswith((b"POST", b"DELETE")):
                self.executed.append(data.split(b" ", 2)[:2])
            if self.fault == "hang":
                time.sleep(TIMEOUT_S * 4)
            elif self.fault == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            elif self.fault == "half a body":
                connection.sendall(
                    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a":'
                )
            elif self.fault == "no JSON":
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 35\r\n\r\n" + BODY)
            elif self.fault == "lost" and data.startswith(b"GET"):
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n" + FILLED
                )
            elif self.fault.isdigit():
                head = f"HTTP/1.1 {self.fault} Error\r\nContent-Type: text/html\r\nContent-Length: {len(BODY)}\r\n\r\n"
                connection.sendall(head.encode() + BODY)
