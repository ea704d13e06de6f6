"""The API over HTTP, with misfortunes on demand."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from simulators.fhir_mis.api import Answer, Api, Request
from simulators.fhir_mis.faults import Faults
from simulators.fhir_mis.outcome import Fault
from simulators.fhir_mis.store import Store

BASE_PATH = "/fhir"
LARGEST_BODY = 1_000_000
HANG_SECONDS = 120


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], state: Path, *, token: str = "", quiet: bool = False
    ) -> None:
        state.mkdir(parents=True, exist_ok=True)
        super().__init__(address, Handler)
        self.quiet = quiet
        self.faults = Faults(state)
        self.store = Store(state / "memory.sqlite3")
        self.base_url = f"http://{address[0]}:{self.server_port}{BASE_PATH}"
        self.api = Api(self.store, base_url=self.base_url, token=token)

    def server_close(self) -> None:
        super().server_close()
        self.store.close()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    # Headers and body leave in two writes; without this each answer waits 40 ms for the other side's ACK.
    disable_nagle_algorithm = True

    def handle_method(self) -> None:
        faults = self.server.faults
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY))
        if faults.lasts("hang"):
            self.hang()
        elif faults.strikes("down"):
            self.send(Answer(503, Fault(503, "transient", "The system is down for maintenance").outcome()))
        elif faults.strikes("throttle"):
            outcome = Fault(429, "throttled", "Too many requests").outcome()
            self.send(Answer(429, outcome, {"Retry-After": "2"}))
        else:
            answer = self.server.api.answer(self.asked(body))
            if self.command in ("POST", "PUT") and faults.strikes("lose-answer"):
                self.close_connection = True
                return
            self.send(answer, broken=faults.strikes("garbage"))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_method  # noqa: N815  # names of the base class

    def asked(self, body: bytes) -> Request:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, path.removeprefix(BASE_PATH), query, headers, body)

    def hang(self) -> None:
        deadline = time.monotonic() + HANG_SECONDS
        while self.server.faults.lasts("hang") and time.monotonic() < deadline:
            time.sleep(0.1)
        self.close_connection = True

    def send(self, answer: Answer, *, broken: bool = False) -> None:
        body = b"" if answer.resource is None else json.dumps(answer.resource, ensure_ascii=False).encode()
        if broken:
            body = body[: len(body) // 2]
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/fhir+json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if not self.server.quiet:
            # Without the query: it may hold names.
            print(f"{self.command} {self.path.partition('?')[0]} {int(code)}", flush=True)  # noqa: T201

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
        if not self.server.quiet:
            print(format % args, flush=True)  # noqa: T201
