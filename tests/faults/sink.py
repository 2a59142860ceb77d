"""A mail server at the receiving end: it counts what arrives, and can hold a sender in the middle of a delivery."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

SECONDS = 120


@dataclass(frozen=True)
class Letter:
    """A letter whose every byte has arrived, whether or not its sender was told so."""

    to: str
    subject: str
    text: str


@dataclass
class Hold:
    """The next letter to an address: taken in whole, then left without an answer until released or hung up on."""

    to: str
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)


class Sink(socketserver.ThreadingTCPServer):
    """The server; its letters in the order of arrival."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[Letter] = []
        self.holding: Hold | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def hold(self, to: str) -> Hold:
        self.holding = Hold(to)
        return self.holding


class Conversation(socketserver.StreamRequestHandler):
    """Just as much SMTP as a sender needs."""

    timeout = SECONDS
    server: Sink

    def handle(self) -> None:
        self.say("220 sink")
        to = ""
        while line := self.hear():
            command = line.upper()
            if command.startswith("RCPT TO:"):
                to = line[8:].strip(" <>")
            if command == "DATA":
                self.say("354 go on")
                self.take(to)
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 sink" if command.startswith("EHLO") else "250 OK")

    def take(self, to: str) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        parsed = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        text = parsed.get_body(("plain",)).get_content()
        self.server.letters.append(Letter(to, str(parsed["subject"]), text))
        hold = self.server.holding
        if hold and hold.to == to and not hold.reached.is_set():
            hold.reached.set()
            hold.released.wait(SECONDS)
        self.say("250 accepted")

    def hear(self) -> str:
        try:
            return self.rfile.readline().decode().strip()
        except OSError:
            return ""  # the sender is gone

    def say(self, line: str) -> None:
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            pass  # likewise


@contextmanager
def listening():
    """Yield a sink that listens on a port of its own."""
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        try:
            yield sink
        finally:
            sink.shutdown()
