"""read_notice at a terminal: JSON alone on standard output, no database, plain refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.models import Notice, Plan
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


PROPOSED = """某区2024年政务开放日工作方案
一、活动内容
开放点1(街镇便民服务):体验办事流程。(主责单位:兴丰街道)
开放点2(综合窗口改革:参观大厅。(主责单位:采育镇)
"""


@pytest.fixture
def proposed(tmp_path):
    path = tmp_path / "方案.txt"
    path.write_text(PROPOSED, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_what_is_certain_is_applied_at_once():
    call_command("read_notice", SAMPLES / "plan_2024.txt", "--apply")

    assert Plan.objects.get().points.count() == 19


@pytest.mark.django_db
def test_what_is_proposed_is_listed_and_waits_in_the_desk(proposed, capsys):
    with pytest.raises(CommandError, match="还有1项待确认：开放点2。"):
        call_command("read_notice", proposed, "--apply")

    assert "第4行：开放点2　名称的括号不完整" in capsys.readouterr().err
    assert not Plan.objects.exists()
    assert Notice.objects.get().plan is None


@pytest.mark.django_db
def test_what_is_proposed_is_accepted_by_a_word_of_its_own(proposed):
    for _once_more in range(2):
        call_command("read_notice", proposed, "--apply", "--accept-proposed")

    assert Plan.objects.get().points.count() == 2


@pytest.mark.django_db
def test_what_cannot_stand_is_not_even_accepted_by_that_word(proposed):
    proposed.write_text(PROPOSED.replace("开放点2", "开放点1"), encoding="utf-8")

    with pytest.raises(CommandError, match="还有2项待确认"):
        call_command("read_notice", proposed, "--apply", "--accept-proposed")

    assert not Plan.objects.exists()
