"""What the web server writes of each request: without the private links, as everything else is written."""

from typing import Any

from gunicorn import glogging

from registrations.redaction import PrivateLinks


class Logger(glogging.Logger):
    """gunicorn's own, whose handlers all hide private links; the Procfiles name it."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(PrivateLinks())
