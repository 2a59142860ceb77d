"""The broker on files: Kombu's own, except that a message appears whole or not at all.

Kombu opens a message under the name by which the worker finds it, and writes afterwards. A worker that looks in between
takes an empty file, cannot read it, and ends; with it ends the whole embedded portal.
"""

import logging
import uuid
from pathlib import Path
from time import monotonic_ns

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        """Write aside, under a name that no queue asks for, and rename. Names sort by the moment of sending."""
        folder = Path(self.data_folder_out)
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        aside = folder / f".{name}"
        aside.write_text(dumps(payload), encoding="utf-8")
        aside.rename(folder / name)

    def _get(self, queue):
        """Skip what a power failure left unreadable: the next sweep does its work."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                logger.warning("An unreadable message was taken out of the queue %s", queue)


class Transport(filesystem.Transport):
    Channel = Channel
