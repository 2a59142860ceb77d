"""Many visitors at once over bare sockets: so light that what is measured is the server."""

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
KEY = re.compile(rb'name="request_key"[^>]*value="([\w-]+)"|value="([\w-]+)"[^>]*name="request_key"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: bytes
    body: bytes

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*?)\r?$".encode(), self.headers, re.MULTILINE | re.IGNORECASE)
        return found[1].decode() if found else ""


@dataclass
class Visitor:
    """One browser without a cache: keeps its cookies, closes each connection."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, url: str) -> "Visitor":
        parts = urlsplit(url)
        return cls(parts.hostname or "127.0.0.1", parts.port or 80)

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, **typed: object) -> Answer:
        body = urlencode(typed).encode()
        head = f"POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        return self._ask(f"{head}Content-Length: {len(body)}\r\n", body)

    def fill_in(self, path: str, **typed: object) -> Answer:
        """Open the form and send it, as it asks to be sent."""
        return self.send(path, self.get(path), **typed)

    def send(self, path: str, form: Answer, **typed: object) -> Answer:
        token = TOKEN.search(form.body)
        if form.status != 200 or token is None:
            raise AssertionError(f"There is no form at {path}: {form.status}")
        if key := KEY.search(form.body):
            typed["request_key"] = (key[1] or key[2]).decode()
        return self.post(path, csrfmiddlewaretoken=token[1].decode(), **typed)

    def _ask(self, head: str, body: bytes) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = f"{head}Host: {self.host}:{self.port}\r\nConnection: close\r\n" + (
            f"Cookie: {cookies}\r\n\r\n" if cookies else "\r\n"
        )
        with socket.create_connection((self.host, self.port), timeout=60) as line:
            line.sendall(lines.encode() + body)
            pieces = []
            while piece := line.recv(65536):
                pieces.append(piece)
        headers, _blank, content = b"".join(pieces).partition(b"\r\n\r\n")
        for cookie in re.findall(rb"^Set-Cookie: (\w+)=([^;]*)", headers, re.MULTILINE | re.IGNORECASE):
            self.cookies[cookie[0].decode()] = cookie[1].decode()
        return Answer(int(headers[9:12]), headers, content)


def at_once(act: Callable[[int], int], numbers: Iterable[int], *, visitors: int) -> tuple[Counter[int], float]:
    """Let so many visitors at a time act, each with the next number; the statuses they met, and the seconds it took."""
    waiting, statuses, lock = iter(numbers), Counter[int](), threading.Lock()
    gate = threading.Barrier(visitors + 1)

    def visit() -> None:
        gate.wait()
        while True:
            with lock:
                number = next(waiting, None)
            if number is None:
                return
            status = act(number)
            with lock:
                statuses[status] += 1

    with ThreadPoolExecutor(visitors) as pool:
        visits = [pool.submit(visit) for _visitor in range(visitors)]
        gate.wait()
        began = time.perf_counter()
        for one in visits:
            one.result()
        return statuses, time.perf_counter() - began
