"""Chat robots of units: DingTalk (钉钉), Feishu (飞书), WeCom (企业微信).

Each is one JSON request to the address that its program shows, signed where the program was told to ask for that. All
three refuse with HTTP 200 and an error code in the answer (a missing keyword, a wrong signature), so that is read.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from events.foundation import clock, wire
from events.foundation.failure import ChannelError, safe
from events.models.message import Message

SECRET = re.compile(r"[A-Za-z0-9]{6,128}")


@dataclass(frozen=True)
class Kind:
    """A program: its name, the start of its robots' addresses, and the codes that pass by themselves."""

    name: Promise
    start: str
    later: frozenset[str]
    signs: bool = True

    @property
    def pattern(self) -> str:
        return re.escape(self.start) + r"(?P<key>[A-Za-z0-9_-]{4,128})/?"


DINGTALK = Kind(
    pgettext_lazy("robot", "DingTalk"),
    "https://oapi.dingtalk.com/robot/send?access_token=",
    frozenset(["-1", "130101", "410100"]),
)
FEISHU = Kind(
    pgettext_lazy("robot", "Feishu"),
    "https://open.feishu.cn/open-apis/bot/v2/hook/",
    frozenset(["11232"]),
)
WECOM = Kind(
    pgettext_lazy("robot", "WeCom"),
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    frozenset(["-1", "45009"]),
    signs=False,
)
KINDS = (DINGTALK, FEISHU, WECOM)


@dataclass(frozen=True)
class Robot:
    """One robot; `secret` is empty where its program was not told to ask for a signature (加签, 签名校验)."""

    kind: Kind
    key: str
    secret: str = ""

    @property
    def masked(self) -> str:
        """钉钉 …3f9a: enough to tell two robots apart, too little to write to one."""
        return f"{self.kind.name} …{self.key[-4:]}"

    @property
    def kept(self) -> str:
        """As the portal keeps it, encrypted; `read` reads it again."""
        return f"{self.kind.start}{self.key} {self.secret}".strip()

    def request(self, text: str, *, seconds: float) -> tuple[str, bytes]:
        """Address and body of the request that says this, signed at this moment (seconds since 1970)."""
        address, said = self.kind.start + self.key, BODIES[self.kind](text)
        if self.secret and self.kind is DINGTALK:
            stamp = str(round(seconds * 1000))
            sign = _hmac(self.secret, f"{stamp}\n{self.secret}")
            address += "&" + urlencode({"timestamp": stamp, "sign": sign})
        elif self.secret:
            stamp = str(int(seconds))
            said |= {"timestamp": stamp, "sign": _hmac(f"{stamp}\n{self.secret}", "")}
        return address, json.dumps(said, ensure_ascii=False).encode()


BODIES: dict[Kind, Callable[[str], dict[str, object]]] = {
    DINGTALK: lambda text: {"msgtype": "text", "text": {"content": text}},
    FEISHU: lambda text: {"msg_type": "text", "content": {"text": text}},
    WECOM: lambda text: {"msgtype": "text", "text": {"content": text}},
}


class Robots:
    """The channel: to the robot that the letter's unit has at the moment of sending."""

    def send(self, message: Message) -> None:
        if not (message.unit and message.unit.robot):
            raise ChannelError(_("The unit has no chat robot any more."), permanent=True)
        robot = read(message.unit.robot)
        address, body = robot.request(f"{message.subject}\n{message.body.strip()}", seconds=clock.now().timestamp())
        secrets = (robot.key, robot.secret)
        answer = wire.post(address, body, secrets=secrets)
        code = str(answer.get("errcode", answer.get("code", answer.get("StatusCode", ""))))
        if code == "0":
            return
        said = safe(f"{code} {answer.get('errmsg') or answer.get('msg') or ''}", *secrets)
        refused = _("The robot refused it: %(said)s") % {"said": said}
        raise ChannelError(refused, permanent=bool(code) and code not in robot.kind.later, uncertain=not code)


def read(address: str, secret: str = "") -> Robot:
    """The robot of an address as its program shows it, or as it is kept, with the secret for its signature.

    Raises ValidationError, codes "robot" and "robot_secret". No host but those of the three is ever written to.
    """
    typed, _blank, kept = address.strip().partition(" ")
    given = secret.strip() or kept
    for kind in KINDS:
        if found := re.fullmatch(kind.pattern, typed):
            if given and not (kind.signs and SECRET.fullmatch(given)):
                text = _("This is not the secret of a robot of %(kind)s.") % {"kind": kind.name}
                raise ValidationError({"secret": ValidationError(text, code="robot_secret")})
            return Robot(kind, found["key"], given)
    text = _("This is not the address of a robot of DingTalk, Feishu or WeCom, as the program shows it.")
    raise ValidationError({"address": ValidationError(text, code="robot")})


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
