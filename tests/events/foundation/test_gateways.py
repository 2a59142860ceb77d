"""Text messages and chat robots, against a real HTTP server on this machine."""

import dataclasses
import hashlib
import hmac
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from events.foundation import addressing, delivery, outbox, robots, sms, texts, wording
from events.models import Message
from tests import make

NOW = make.at("2019-10-08 09:00")
PHONE = "13812345678"
KEY, SECRET = "key-of-the-district", "secret-of-the-district"

pytestmark = pytest.mark.django_db


class Gateway(ThreadingHTTPServer):
    """Answers what the test says; None reads the request and hangs up."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answer, self.requests = (200, b'{"code": "OK"}'), []
        self.url = f"http://127.0.0.1:{self.server_port}/send?key="

    def handle_error(self, request, client_address):
        """A client that has given up is no news."""


class Conversation(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, self.headers, body))
        if self.server.answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, content = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Silent."""


@pytest.fixture
def gateway(settings):
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.SMS_GATEWAY, settings.SMS_URL = "http", server.url
        settings.SMS_KEY, settings.SMS_SECRET, settings.SMS_SIGNATURE = KEY, SECRET, "政务开放日"
        settings.SMS_LATER = ["LIMIT"]
        yield server
        server.shutdown()


def text_message(**fields):
    given = {"letter": "selected", "to": PHONE, "subject": "", "body": "您已入选", "now": NOW}
    return outbox.queue(channel="sms", **{**given, **fields})


def delivered(message):
    delivery.deliver_due(NOW)
    message.refresh_from_db()
    return message


def test_a_text_goes_out_signed_with_its_template_and_named_values(gateway, office):
    letter = wording.LETTERS["registrations", "selected"]
    words = wording.original("registrations", "selected", "zh-hans")
    short = "您已入选{session}，编号{code}"
    given = {"subject": words.subject, "body": words.body, "sms_text": short, "sms_template": "SMS_9"}
    texts.change(letter, "zh-hans", **given, by=office, now=NOW)
    values = letter.samples() | {"session": "开放日", "code": "7KQ3M9XA"}

    made = addressing.to_resident("registrations", "selected", values, email="", phone=PHONE, now=NOW)

    assert delivered(made).state == "sent"
    ((_path, headers, body),) = gateway.requests
    assert json.loads(body) == {
        "id": f"letter-{made.pk}",
        "to": PHONE,
        "signature": "政务开放日",
        "text": "您已入选开放日，编号7KQ3M9XA",
        "template": "SMS_9",
        "parameters": {"session": "开放日", "code": "7KQ3M9XA"},
    }
    signed = hmac.new(SECRET.encode(), headers["X-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (headers["X-Key"], headers["X-Signature"]) == (KEY, signed)


@pytest.mark.parametrize(
    ("answer", "ends", "shown"),
    [
        ((200, b'{"code": 0, "message": "ok"}'), "sent", ""),
        ((200, '{"Code": "LIMIT", "Message": "太多"}'.encode()), "failed", "LIMIT 太多"),
        ((200, f'{{"code": "MOBILE", "msg": "{PHONE} {KEY} {SECRET}"}}'.encode()), "given_up", "MOBILE *** *** ***"),
        ((200, b"<html>login</html>"), "unknown", "<html>login</html>"),
        ((200, b'["OK"]'), "unknown", "OK"),
        ((200, b'{"result": "fine"}'), "unknown", "fine"),
        ((400, b"template does not fit 010-60000000"), "given_up", "HTTP 状态 400"),
        ((401, b"who are you"), "failed", "HTTP 状态 401"),
        ((302, b""), "failed", "HTTP 状态 302"),
        ((429, b"slowly"), "failed", "slowly"),
        ((503, b"down"), "failed", "down"),
        ((504, b"upstream"), "unknown", "upstream"),
        (None, "unknown", "连接已中断"),
    ],
)
def test_what_the_gateway_answers_decides_and_is_shown_without_secrets(gateway, answer, ends, shown):
    gateway.answer = answer
    made = delivered(text_message())
    assert (made.state, len(gateway.requests)) == (ends, 1)
    assert shown in made.error
    for secret in (PHONE, KEY, SECRET, "60000000"):
        assert secret not in made.error


def test_a_gateway_that_is_away_is_tried_again(gateway, settings):
    settings.SMS_URL = "http://127.0.0.1:1/"
    made = delivered(text_message())
    assert (made.state, made.next_try_at) == ("failed", NOW + delivery.WAITS[0])
    assert made.error == "无法连接（ConnectionError）。"


def test_a_time_out_after_sending_is_unknown(gateway, monkeypatch):
    silent = threading.Event()
    monkeypatch.setattr("events.foundation.wire.SECONDS", 0.2)
    monkeypatch.setattr(Conversation, "do_POST", lambda conversation: silent.wait(10))
    made = delivered(text_message())
    silent.set()
    assert made.state == "unknown"


def test_a_landline_is_given_up_and_a_missing_gateway_waits_for_the_operator(gateway, settings):
    assert delivered(text_message(to="010-60000000")).state == "given_up"
    settings.SMS_GATEWAY = ""
    assert delivered(text_message()).state == "failed"


def test_the_console_shows_no_whole_number(settings, capsys):
    settings.SMS_GATEWAY, settings.SMS_SIGNATURE = "console", "政务开放日"
    assert delivered(text_message()).state == "sent"
    assert capsys.readouterr().out.startswith("SMS 138****5678\n【政务开放日】您已入选\n---")


def test_a_file_holds_the_text(settings, tmp_path):
    settings.SMS_GATEWAY, settings.VAR = "file", tmp_path
    made = delivered(text_message())
    assert (tmp_path / "letters" / f"{made.pk}-selected.txt").read_text() == f"To: {PHONE}\n\n您已入选\n"


@pytest.mark.parametrize(("length", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_parts_are_counted_as_the_networks_do(settings, length, parts):
    settings.SMS_SIGNATURE = "开放日"  # with its brackets: five
    assert sms.parts("字" * (length - 5)) == parts
    assert sms.parts("🎉" * 33) == 2  # each counts double: 66 + 5


# --- to whom


def test_a_person_gets_each_letter_on_the_chosen_ways_and_once_in_the_inbox(gateway, editor):
    editor.phone, editor.by_sms = PHONE, True
    values = wording.LETTERS["events", "change_filed"].samples()

    addressing.to_staff("events", "change_filed", values, to=editor, about="开放日", unit=editor.unit, now=NOW)

    rows = Message.objects.order_by("pk").values_list("channel", "in_inbox")
    assert list(rows) == [("email", True), ("sms", False)]
    assert Message.objects.inbox_of(editor).count() == 1


@pytest.mark.parametrize(
    ("email", "phone", "channel"),
    [("a@example.cn", PHONE, "email"), ("", PHONE, "sms"), ("", "010-60000000", None), ("", "", None)],
)
def test_a_resident_is_written_to_as_the_contact_allows(gateway, email, phone, channel):
    way = addressing.way_to(email, phone)
    assert (way and way[0]) == channel


# --- robots

ADDRESSES = {
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/01234567-89ab-cdef",
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=01234567-89ab-cdef",
}


@pytest.fixture
def robot_host(gateway, monkeypatch):
    """The programs' own hosts cannot be asked here: their robots live on this machine for once."""
    here = [dataclasses.replace(kind, start=f"{gateway.url}{number}-") for number, kind in enumerate(robots.KINDS)]
    monkeypatch.setattr(robots, "KINDS", here)
    bodies = [robots.BODIES[kind] for kind in (robots.DINGTALK, robots.FEISHU, robots.WECOM)]
    monkeypatch.setattr(robots, "BODIES", dict(zip(here, bodies, strict=True)))
    monkeypatch.setattr(robots, "DINGTALK", here[0])
    gateway.answer = (200, b'{"errcode": 0}')
    return [f"{kind.start}abcdef123456" for kind in here]


def told(unit, robot):
    unit.robot = robot
    unit.save()
    made = outbox.queue(
        letter="robot", to=unit.name, subject="【开放日】提醒", body="请登录", channel="robot", unit=unit, now=NOW
    )
    return delivered(made)


def test_each_kind_of_robot_is_told_in_its_own_words(gateway, robot_host, town):
    ends = [told(town, robot).state for robot in robot_host]
    assert ends == ["sent"] * 3
    text = "【开放日】提醒\n请登录"
    assert [json.loads(body) for _path, _headers, body in gateway.requests] == [
        {"msgtype": "text", "text": {"content": text}},
        {"msg_type": "text", "content": {"text": text}},
        {"msgtype": "text", "text": {"content": text}},
    ]


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        (b'{"errcode": 310000, "errmsg": "keywords not in content"}', "given_up"),
        (b'{"errcode": 130101, "errmsg": "send too fast"}', "failed"),
        (b'{"StatusCode": 0}', "sent"),
        (b"{}", "unknown"),
    ],
)
def test_a_robot_that_refuses_with_http_200_is_not_taken_for_told(gateway, robot_host, town, answer, ends):
    gateway.answer = (200, answer)
    made = told(town, robot_host[0])
    assert made.state == ends
    assert "abcdef123456" not in made.error


def test_a_unit_whose_robot_was_taken_away_is_told_nothing(town):
    assert told(town, "").state == "given_up"


def test_signatures_are_those_of_the_programs_own_descriptions():
    """DingTalk: time and secret, under the secret. Feishu: nothing, under time and secret. Values made with openssl."""
    address, _body = robots.read(f"{ADDRESSES['dingtalk']} SECabc123").request("x", seconds=1700000000.123)
    assert "&timestamp=1700000000123&sign=etIBQNvdgq9e1O4P4gRnRS05m9vXVgr6%2F5xt3Azj2s8%3D" in address
    _address, body = robots.read(f"{ADDRESSES['feishu']} abc12345").request("x", seconds=1700000000)
    assert json.loads(body)["timestamp"] == "1700000000"
    assert json.loads(body)["sign"] == "HEmqsrXAIvtKBRttPpRvptXjfyuIt7eoSccxYh4fJug="


@pytest.mark.parametrize("kind", ADDRESSES)
def test_an_address_is_kept_and_read_again(kind):
    robot = robots.read(ADDRESSES[kind])
    assert robots.read(robot.kept) == robot
    assert robot.masked.endswith("…cdef")


def test_a_units_robot_is_told_once_a_letter_without_names(gateway, town, editor, approver):
    town.robot = ADDRESSES["wecom"]
    town.save()
    values = wording.LETTERS["events", "change_filed"].samples()
    for person in (editor, approver):
        person.refresh_from_db()
        addressing.to_staff("events", "change_filed", values, to=person, about="走进大厅", unit=town, now=NOW)

    told = Message.objects.get(channel="robot")
    assert told.subject == "【政务开放日】变更报备：走进大厅"
    assert "/desk/inbox/" in told.body
    for name in (editor.name, approver.name, values["name"]):
        assert name not in told.subject + told.body
