"""A mail server on this machine, for as long as a test runs."""

import socketserver


class SmtpServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP; `answers` overrides the reply to a command, None hangs up.

    Without `keeps` letters are counted and forgotten.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, keeps: bool = True):
        super().__init__(("127.0.0.1", 0), SmtpConversation)
        self.answers, self.letters, self.conversations = {}, [], 0
        self.keeps = keeps
        self.taken = 0


class SmtpConversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.conversations += 1
        self.say("220 test")
        while line := self.rfile.readline():
            command = line.split()[0].decode().upper()
            reply = self.server.answers.get(command, {"DATA": "354 go on", "QUIT": "221 bye"}.get(command, "250 ok"))
            if reply is None or (command == "DATA" and reply.startswith("354") and not self.take()):
                return
            self.say("250 taken" if command == "DATA" and reply.startswith("354") else reply)

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken += 1
        if self.server.keeps:
            self.server.letters.append(b"".join(lines).decode())
        return self.server.answers.get("END", "taken") is not None

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())
