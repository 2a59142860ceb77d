"""Private links out of the log: Django writes the address of every request that fails."""

import logging
import re

# Before the apps are loaded: nothing of ours may be imported here.
LINK = re.compile(r"/(my|invited|circle|door)/[\w%/.~-]+")
HIDDEN = r"/\1/***"


class PrivateLinks(logging.Filter):
    """Let every record pass, its private links hidden, also those in its arguments and in what went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        shown = record.getMessage()
        if LINK.search(shown):
            record.msg, record.args = LINK.sub(HIDDEN, shown), None
        if record.exc_info:  # a formatter takes the text that stands here already
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = LINK.sub(HIDDEN, text)
        return True
