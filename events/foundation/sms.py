"""Text messages, through a gateway that the settings choose: console, file, or any that takes a signed JSON request.

Chinese gateways send no free text: the provider approves each text beforehand and gives it a code; a letter goes as
that code and the values of its placeholders. Where the office has entered no code, the text itself is sent.
"""

import hashlib
import hmac
import json
import re
import sys
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from events.foundation import clock, crypto, wire
from events.foundation.failure import ChannelError, safe
from events.foundation.printing import File
from events.models.message import Message

# Characters of one message, and of each part of a longer one: as the networks count Chinese (UCS-2).
ONE, PART = 70, 67
# What the office may write: more parts cost as much again, and some telephones show them apart.
MOST_PARTS = 4
MOBILE = re.compile(r"1[3-9]\d{9}")
CODE_NAMES = ("code", "Code", "status", "errcode")
TEXT_NAMES = ("message", "Message", "msg", "errmsg")


class Gateway(Protocol):
    def send(self, message: Message) -> None: ...


class Sms:
    """The channel: whichever gateway SMS_GATEWAY names at the moment of sending."""

    def send(self, message: Message) -> None:
        name = settings.SMS_GATEWAY
        if name not in GATEWAYS:
            # The letter waits for the operator: it was written while there was a gateway.
            raise ChannelError(_("No gateway for text messages is set up."))
        if not is_mobile(message.to):
            raise ChannelError(_("This is not a mobile number of mainland China."), permanent=True)
        GATEWAYS[name].send(message)


class Console:
    """To standard output; the number is masked even there."""

    def send(self, message: Message) -> None:
        sys.stdout.write(f"SMS {crypto.mask_phone(message.to)}\n{signed(message.body)}\n{'-' * 72}\n")
        sys.stdout.flush()


class Http:
    """POST of one JSON object to SMS_URL, signed with SMS_SECRET.

    Body: id, to, signature, text, template, parameters. Headers: X-Key, X-Timestamp (seconds) and X-Signature, the
    HMAC-SHA256 in hex of the timestamp, a full stop and the body. Answer: HTTP 200 and a JSON object with a code, which
    is one of SMS_ACCEPTED; a code of SMS_LATER is tried again, any other is a refusal.
    """

    def send(self, message: Message) -> None:
        body = json.dumps(payload(message), ensure_ascii=False).encode()
        stamp = str(int(clock.now().timestamp()))
        headers = {"X-Key": settings.SMS_KEY, "X-Timestamp": stamp, "X-Signature": signature(stamp, body)}
        answer = wire.post(settings.SMS_URL, body, headers=headers, secrets=(*_secrets(), message.to))
        self._judge(answer, message)

    def _judge(self, answer: dict[str, object], message: Message) -> None:
        code = next((str(answer[name]) for name in CODE_NAMES if name in answer), "")
        if code in settings.SMS_ACCEPTED:
            return
        if not code:
            said = safe(json.dumps(answer, ensure_ascii=False), *_secrets(), message.to)
            raise ChannelError(_("The answer has no code: %(said)s") % {"said": said}, uncertain=True)
        said = next((str(answer[name]) for name in TEXT_NAMES if name in answer), "")
        text = safe(f"{code} {said}", *_secrets(), message.to)
        raise ChannelError(
            _("The gateway refused it: %(said)s") % {"said": text}, permanent=code not in settings.SMS_LATER
        )


# By the names of SMS_GATEWAY.
GATEWAYS: dict[str, Gateway] = {"console": Console(), "file": File(), "http": Http()}


def payload(message: Message) -> dict[str, object]:
    """What the gateway is told. `id` is the letter's own, so that a gateway can know a second request for it."""
    given = message.parameters or {}
    return {
        "id": f"letter-{message.pk}",
        "to": crypto.normalise_phone(message.to),
        "signature": settings.SMS_SIGNATURE,
        "text": message.body.strip(),
        "template": given.get("template", ""),
        "parameters": given.get("values", {}),
    }


def signature(stamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hex of timestamp, full stop and body under SMS_SECRET."""
    return hmac.new(settings.SMS_SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_on() -> bool:
    """Whether text messages leave this portal at all."""
    return bool(settings.SMS_GATEWAY)


def is_mobile(phone: str) -> bool:
    """Whether a text message can reach the number: one of mainland China's mobile networks."""
    return bool(MOBILE.fullmatch(crypto.normalise_phone(phone)))


def reaches(phone: str) -> bool:
    return is_on() and is_mobile(phone)


def signed(text: str) -> str:
    """The text as it arrives: with the signature in front, in the brackets that the networks ask for."""
    return f"【{settings.SMS_SIGNATURE}】{text.strip()}" if settings.SMS_SIGNATURE else text.strip()


def parts(text: str) -> int:
    """How many messages the text takes, its signature included; what lies outside the first plane counts double."""
    length = len(signed(text).encode("utf-16-be")) // 2
    return 1 if length <= ONE else -(-length // PART)


def _secrets() -> tuple[str, ...]:
    return (settings.SMS_SECRET, settings.SMS_KEY)
