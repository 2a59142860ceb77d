"""On site or by livestream: how a session is held, by the words on its form and place."""

from __future__ import annotations

import re

from events.notices.folding import fold

LIVE = re.compile(r"直播|线上(?!报名|预约|申|办|平台)|云(?:开放|参观|上)")
ON_SITE = re.compile(r"现场|线下|实地|到场")


def mode(*texts: str) -> str | None:
    """On site, by livestream or both, as the words on form and place say it; None where they say nothing of it."""
    words = fold("\n".join(texts)).text
    live, here = bool(LIVE.search(words)), bool(ON_SITE.search(words))
    if live:
        return "both" if here else "livestream"
    return "onsite" if here else None
