"""The broker on files, against its real folders."""

from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from opendays import broker, celery


@pytest.fixture
def folders(tmp_path):
    names = {"data_folder_in": "messages", "data_folder_out": "messages", "control_folder": "control"}
    for name in names.values():
        (tmp_path / name).mkdir(exist_ok=True)
    return {option: str(tmp_path / name) for option, name in names.items()}


class Looked:
    """A part of a message during whose writing the worker looks for messages."""

    def __init__(self, connection):
        self.connection, self.found = connection, 0

    def __json__(self):
        self.found = self.connection.default_channel._size("celery")
        return "text"


def put(transport, folders):
    connection = Connection("filesystem://", transport=transport, transport_options=folders)
    looked = Looked(connection)
    connection.default_channel._put("celery", {"body": looked})
    return looked.found, connection.default_channel._get("celery")


def test_a_message_is_found_when_it_is_whole(folders):
    assert put(broker.Transport, folders) == (0, {"body": "text"})


def test_the_transport_of_kombu_shows_half_a_message(folders):
    """When this fails, Kombu writes whole messages itself, and ours can go."""
    assert put(filesystem.Transport, folders)[0] == 1


def test_messages_come_in_the_order_of_their_sending(folders):
    channel = Connection("filesystem://", transport=broker.Transport, transport_options=folders).default_channel
    for number in range(5):
        channel._put("celery", {"number": number})
    channel._put("other", {"number": 9})

    assert [channel._get("celery")["number"] for _message in range(5)] == [0, 1, 2, 3, 4]
    assert (channel._size("celery"), channel._size("other")) == (0, 1)


def test_an_unreadable_message_ends_no_worker(folders, tmp_path):
    channel = Connection("filesystem://", transport=broker.Transport, transport_options=folders).default_channel
    (tmp_path / "messages" / "0_left-by-a-power-failure.celery.msg").touch()
    channel._put("celery", {"number": 1})

    assert channel._get("celery") == {"number": 1}
    with pytest.raises(Empty):
        channel._get("celery")


def test_the_portal_without_redis_uses_it(settings):
    if settings.REDIS_URL:
        assert celery.app.conf.broker_transport is None
    else:
        assert isinstance(celery.app.connection().transport, broker.Transport)
