"""One's own machine needs no setting; a service gets none of its keys by accident."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
SHOWN = "import json; from django.conf import settings as s; print(json.dumps([{}], default=str))"
SERVICE = {
    "ALLOWED_HOSTS": "kfr.example.cn",
    "PORTAL_URL": "https://kfr.example.cn",
    "SECRET_KEY": "x7Qm-2vLr9_Tz4Kd8Wp3Ys6Nb1Hc5Jf0Ga-Eu_Ri7Ox2Vl9Mt4S",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "INDEX_KEY": "9f" * 32,
}


def django(var, *command, **environment):
    """Run one Python with the settings of this environment and of no other."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "opendays.settings", "VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def shown(var, *names, **environment):
    code = SHOWN.format(", ".join(f"s.{name}" for name in names))
    done = django(var, "-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_demo_makes_its_keys_once_and_for_its_owner_alone(tmp_path):
    first = shown(tmp_path, "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY")
    second = shown(tmp_path, "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY")

    assert first == second
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_a_demo_answers_its_own_machine_only(tmp_path):
    hosts, demo = shown(tmp_path, "ALLOWED_HOSTS", "DEMO")

    assert (hosts, demo) == (["127.0.0.1", "localhost", "[::1]"], True)


@pytest.mark.parametrize("key", ["SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"])
def test_a_service_does_not_start_without_its_keys(tmp_path, key):
    done = django(tmp_path, "manage.py", "check", **{**SERVICE, key: ""})
    without = django(tmp_path, "manage.py", "check", **{name: text for name, text in SERVICE.items() if name != key})

    assert done.returncode != 0
    assert without.returncode != 0
    assert key in without.stderr
    assert not (tmp_path / "keys.json").exists()


def test_a_service_passes_the_deploy_check(tmp_path):
    done = django(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **SERVICE)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("environment", "code"),
    [({**SERVICE, "CLOCK_FILE": "/tmp/clock"}, "opendays.E001"), ({}, "opendays.E002")],
)
def test_the_deploy_check_refuses_a_moved_clock_and_a_demo(tmp_path, environment, code):
    done = django(tmp_path, "manage.py", "check", "--deploy", **environment)

    assert done.returncode != 0
    assert code in done.stderr


def test_an_https_address_turns_every_lock(tmp_path):
    names = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS")

    assert shown(tmp_path, *names, **SERVICE) == [True, True, True, ["https://kfr.example.cn"]]


def test_the_worker_follows_redis_and_else_four_folders(tmp_path):
    files = shown(tmp_path, "CELERY_BROKER_URL", "CELERY_BROKER_TRANSPORT_OPTIONS")
    redis = shown(tmp_path, "CELERY_BROKER_URL", "CACHES", REDIS_URL="redis://10.0.0.1:6379/3")

    assert files[0].startswith("filesystem://")
    assert set(files[1]) == {"data_folder_in", "data_folder_out", "control_folder", "processed_folder"}
    assert all(Path(folder).is_dir() for folder in files[1].values())
    assert redis[0] == redis[1]["default"]["LOCATION"] == "redis://10.0.0.1:6379/3"


def test_sqlite_waits_for_its_lock(tmp_path):
    [databases] = shown(tmp_path, "DATABASES")

    assert databases["default"]["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }


def test_exports_need_a_right_and_run_no_formula():
    assert settings.IMPORT_EXPORT_EXPORT_PERMISSION_CODE
    assert settings.IMPORT_EXPORT_IMPORT_PERMISSION_CODE
    assert settings.IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT is True


@pytest.mark.parametrize(
    ("environment", "error"),
    [
        ({"SMS_GATEWAY": "pigeon"}, "opendays.E003"),
        ({"SMS_GATEWAY": "http", "SMS_URL": "https://sms.example.cn/send"}, "opendays.E004"),
        ({"SMS_GATEWAY": "http", "SMS_URL": "https://sms.example.cn/send", "SMS_SECRET": "x"}, ""),
    ],
)
def test_a_gateway_that_is_not_whole_is_told_at_once(tmp_path, environment, error):
    done = django(tmp_path, "manage.py", "check", **environment)
    assert error in done.stderr if error else done.returncode == 0


def test_a_proxy_that_is_no_network_is_told_at_once_and_one_that_is_missing_by_the_deploy_check(tmp_path):
    wrong = django(tmp_path, "manage.py", "check", TRUSTED_PROXIES="the proxy")
    assert "opendays.E005" in wrong.stderr
    alone = django(tmp_path, "manage.py", "check", "--deploy", **SERVICE, BEHIND_PROXY="yes", LIMITS="no")
    assert "opendays.W001" in alone.stderr
    assert "opendays.W002" in alone.stderr
