"""read_notice at a terminal: JSON alone on standard output, no database, plain refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.events.notices.conftest import SAMPLES

ROOT = Path(__file__).resolve().parents[3]
NO_DATABASE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}


def test_json_stands_alone_on_standard_output_and_needs_no_database():
    finished = subprocess.run(
        [sys.executable, "manage.py", "read_notice", SAMPLES / "plan_2019.docx", "--json"],
        cwd=ROOT,
        env=os.environ | NO_DATABASE,
        capture_output=True,
        check=True,
        text=True,
    )

    notice = json.loads(finished.stdout)
    assert sum(len(theme["points"]) for theme in notice["themes"]) == 10


def test_a_document_without_points_is_no_failure(tmp_path, capsys):
    path = tmp_path / "notice.txt"
    path.write_text("某区2018年政务公开工作要点\n一、加强公开\n", encoding="utf-8")

    call_command("read_notice", path, "--json")

    assert [doubt["code"] for doubt in json.loads(capsys.readouterr().out)["doubts"]] == ["no_points"]


def test_without_json_it_speaks_to_a_person(capsys):
    call_command("read_notice", SAMPLES / "plan_2024.txt")

    shown = capsys.readouterr().out
    assert "大兴区2024年政民互动工作总体方案" in shown
    assert "政企连心桥宣讲　政务和数据局、天宫院街道、高米店街道" in shown
    assert "announce_livestream" not in shown


@pytest.mark.parametrize("name", ["missing.txt", "broken.docx"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, name):
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 broken")

    with pytest.raises(CommandError) as refusal:
        call_command("read_notice", tmp_path / name)

    assert str(refusal.value)
