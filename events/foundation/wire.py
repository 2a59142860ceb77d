"""One JSON request to another machine, and what its answer means for a letter.

Nothing is repeated here: what failed before the request was out may be tried again, what broke after that is uncertain,
for the other machine may have taken the letter.
"""

import json
from collections.abc import Mapping
from typing import Any

import requests
from django.utils.translation import gettext as _
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError, SSLError

from events.foundation.failure import ChannelError, safe

SECONDS = 20
ANSWER_BYTES = 20_000
SHOWN = 120
# The request never reached the other machine.
BEFORE = (ConnectTimeoutError, NewConnectionError, SSLError)
# Answers of something in between that cannot know whether its other end acted.
BETWEEN = (502, 504)
# The letter itself is refused; every other refusal (key, address, too many, down) is ours or theirs to mend.
REFUSED = (400, 410, 413, 422)


def post(url: str, body: bytes, *, headers: Mapping[str, str] | None = None, secrets: tuple[str, ...] = ()) -> Any:
    """The JSON object that was answered; a ChannelError for everything else, without any of the secrets."""
    try:
        with requests.post(
            url,
            data=body,
            headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})},
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = answer.raw.read(ANSWER_BYTES, decode_content=True)
    except (requests.RequestException, HTTPError, OSError) as error:
        name = type(error).__name__
        if _is_before(error):
            raise ChannelError(_("No connection (%(error)s).") % {"error": name}) from error
        text = _("The line broke before an answer came (%(error)s).") % {"error": name}
        raise ChannelError(text, uncertain=True) from error
    return _read(answer.status_code, content, secrets)


def _is_before(error: Exception) -> bool:
    if isinstance(error, requests.Timeout):
        return isinstance(error, requests.ConnectTimeout)
    if isinstance(error, requests.ConnectionError):
        reason = error.args[0] if error.args else None
        reason = reason.reason if isinstance(reason, MaxRetryError) else reason
        return isinstance(reason, BEFORE)
    # An address that is none was never asked.
    return isinstance(error, requests.RequestException) and isinstance(error, ValueError)


def _read(status: int, content: bytes, secrets: tuple[str, ...]) -> Any:
    said = safe(content.decode("utf-8", "replace")[:SHOWN], *secrets)
    if status != 200:
        text = _("HTTP %(status)s: %(said)s") % {"status": status, "said": said or "–"}
        raise ChannelError(text, permanent=status in REFUSED, uncertain=status in BETWEEN)
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise ChannelError(_("The answer is no JSON object: %(said)s") % {"said": said or "–"}, uncertain=True)
    return answer
