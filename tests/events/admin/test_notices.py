"""A notice at the desk: brought as a file or a text, read beside its text, decided item by item."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Notice, Plan
from events.notices import importing, receiving
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-08 09:00")
HTMX = {"HX-Request": "true"}

NOTICE = """2019年政务开放日工作总体方案
一、活动时间
于2019年9月至11月开展。
二、活动内容
(一)“便民服务”专题
开放点1(街镇便民服务):体验办事流程。(主责单位:兴丰街道)
▲▲▲示意图略▲▲▲
开放点2(综合窗口改革:参观大厅。(主责单位:采育镇)
开放点3(救助流程):参观救助大厅。
三、工作要求
各单位提前5个工作日向公众发出公告。
"""
LARGE = NOTICE.encode() + b" " * receiving.QUICK_BYTES


def bring(browser, content=b"", name="方案.txt", text=""):
    sent = {"file": SimpleUploadedFile(name, content)} if content else {}
    return browser.post(address("notice_add"), {**sent, "text": text}, follow=True)


@pytest.fixture
def notice(office):
    return importing.receive("方案.txt", NOTICE.encode(), by=office, now=NOW)


@pytest.fixture
def page(desk, office, notice):
    return lambda query="": desk(office).get(address("notice_change", notice.pk) + query)


@pytest.fixture
def decide(desk, office, notice):
    """What a button or a form of the page sends."""
    return lambda htmx=False, **sent: desk(office).post(
        address("notice_decide", notice.pk), sent, headers=HTMX if htmx else {}
    )


def item(response, name):
    """The markup of one item."""
    return re.search(rf'<li id="item-{name}".*?\n</li>', text_of(response), re.DOTALL)[0]


class TestBringing:
    def test_an_upload_is_shown_beside_what_was_read_and_applies_nothing(self, desk, office):
        answer = bring(desk(office), NOTICE.encode())

        assert "文件已识别，尚未写入总体方案" in text_of(answer)
        assert "街镇便民服务" in item(answer, "point-1")
        assert not Plan.objects.exists()

    def test_a_pasted_text_is_read_like_a_file(self, desk, office):
        answer = bring(desk(office), text=NOTICE)

        assert "街镇便民服务" in item(answer, "point-1")
        assert Notice.objects.get().file.name.endswith(".txt")

    def test_it_is_either_a_file_or_a_text(self, desk, office):
        both = bring(desk(office), NOTICE.encode(), text=NOTICE)
        neither = bring(desk(office), text=" \n ")

        assert list(both.context["form"].errors) == ["text"]
        assert NOTICE.splitlines()[0] in text_of(both)
        assert list(neither.context["form"].errors) == ["file"]
        assert not Notice.objects.exists()

    def test_the_same_text_again_leads_to_the_notice_that_is_here(self, desk, office):
        bring(desk(office), NOTICE.encode())

        again = bring(desk(office), text=NOTICE.replace("\n", "\r\n"))

        assert "此前已上传，未重复添加" in text_of(again)
        assert "文件已识别" not in text_of(again)
        assert Notice.objects.count() == 1

    def test_a_file_that_cannot_be_read_says_so_at_its_field_and_leaves_nothing(self, desk, office, settings):
        answer = bring(desk(office), b"%PDF-1.4 ...", name="plan.pdf")

        assert list(answer.context["form"].errors) == ["file"]
        assert not Notice.objects.exists()
        assert not any(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))

    def test_a_large_document_shows_how_far_its_reading_is(self, desk, office):
        answer = bring(desk(office), LARGE)
        notice = Notice.objects.get()
        Notice.objects.update(claimed_at=NOW, page=30, pages=300, percent=5)

        part = desk(office).get(address("notice_progress", notice.pk), headers=HTMX)

        assert f'hx-get="{address("notice_progress", notice.pk)}"' in text_of(answer)
        assert "正在排队" in text_of(answer)
        assert "第30页，共300页" in text_of(part)

        receiving.sweep(lambda: NOW + 2 * receiving.timedelta(minutes=5))
        over = desk(office).get(address("notice_progress", notice.pk), headers=HTMX)
        assert over.headers["HX-Refresh"] == "true"
        assert desk(office).get(address("notice_progress", notice.pk)).url == address("notice_change", notice.pk)

    def test_what_could_not_be_read_says_why_and_is_tried_again_or_deleted(
        self, desk, office, settings, django_capture_on_commit_callbacks
    ):
        bring(desk(office), b"%PDF-1.4 " + b"broken" * receiving.QUICK_BYTES, name="坏.pdf")
        receiving.sweep(lambda: NOW)
        notice = Notice.objects.get()

        shown = text_of(desk(office).get(address("notice_change", notice.pk)))
        assert notice.failure in shown
        assert address("notice_step", notice.pk, "apply") not in shown

        desk(office).post(address("notice_step", notice.pk, "retry"))
        notice.refresh_from_db()
        assert notice.state == "reading"

        with django_capture_on_commit_callbacks(execute=True):
            desk(office).post(address("notice_delete", notice.pk), {"post": "yes"})
        assert not Notice.objects.exists()
        assert not any(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))

    def test_a_document_that_turns_out_to_be_here_leads_there_and_is_in_no_list(self, desk, office, notice):
        bring(desk(office), LARGE, name="同文.txt")
        receiving.sweep(lambda: NOW)
        double = Notice.objects.get(state="double")

        assert desk(office).get(address("notice_change", double.pk)).url == address("notice_change", notice.pk)
        assert "同文.txt" not in text_of(desk(office).get(address("notice_changelist")))

    def test_the_original_is_downloaded_and_never_run_in_the_browser(self, desk, office):
        bring(desk(office), NOTICE.encode(), name="方案.html")

        answer = desk(office).get(address("notice_file", Notice.objects.get().pk, "original", 0))

        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content) == NOTICE.encode()


class TestScreen:
    def test_every_line_says_what_became_of_it_and_leads_to_its_item(self, page):
        shown = text_of(page())

        for number, status, words, anchor in (
            (6, "certain", "确定", "item-point-1"),
            (7, "unread", "未识别", "item-line-7"),
            (8, "proposed", "待确认", "item-point-2"),
            (10, "prose", "叙述性文字", "prose"),
        ):
            line = re.search(rf'<li\s+id="line-{number}".*?</li>', shown, re.DOTALL)[0]
            assert f"desk-line-{status}" in line
            assert f"<em>{words}</em>" in line
            assert f'href="#{anchor}"' in line

    def test_every_item_says_how_sure_it_is_why_and_where_it_was_read(self, page):
        proposed, certain, rule = (item(page(), name) for name in ("point-2", "point-1", "rule-announce_onsite"))

        assert "待确认" in proposed
        assert "名称的括号不完整" in proposed
        assert 'href="#line-8"' in proposed
        assert 'name="accept"' in proposed
        assert 'name="accept"' not in certain
        assert "各单位提前5个工作日向公众发出公告" in rule
        assert "5个工作日" in rule

    def test_names_of_units_say_which_unit_they_mean(self, page):
        make.unit("大兴区采育镇", kind="town")

        assert "采育镇（即大兴区采育镇）" in item(page(), "point-2")
        assert "兴丰街道（新单位：街道）" in item(page(), "point-1")

    def test_the_counter_leads_to_the_next_one(self, page, decide):
        assert "2项待确认内容中，还有2项未处理" in text_of(page())
        assert 'href="#item-point-2"' in text_of(page())

        decide(accept="point.2")

        shown = text_of(page())
        assert "2项待确认内容中，还有1项未处理" in shown
        assert re.search(r'desk-next-item"\s+href="#item-point-3"', shown)

    def test_running_text_is_folded_and_a_missed_line_is_taken_from_it(self, page, desk, office, notice):
        opened = desk(office).get(address("notice_decide", notice.pk), {"point": "2"})

        assert "叙述性文字：" in text_of(page())
        assert opened.url == f"{address('notice_change', notice.pk)}?point=line.2#item-line-2"
        assert "一、活动时间" in item(page("?point=line.2"), "line-2")

    def test_a_decision_about_what_is_gone_is_shown(self, page, notice):
        lost = {"verdict": "correct", "values": {"number": 9, "title": "旧开放点"}, "name": "公开办", "at": str(NOW)}
        Notice.objects.update(decisions={"point.9": {**lost, "lines": [3], "by": 1}})

        shown = text_of(page())

        assert "已处理、但正文中已不存在的内容" in shown
        assert "旧开放点" in shown

    def test_a_longer_document_asks_no_more_of_the_database(
        self, desk, office, django_assert_num_queries, django_assert_max_num_queries
    ):
        more = "".join(f"开放点{number}(走进大厅{number}:参观。(主责单位:第{number}街道)\n" for number in range(4, 60))
        short, long = (
            importing.receive("a.txt", text.encode(), by=office, now=NOW)
            for text in (NOTICE, NOTICE.replace("三、工作要求\n", f"{more}三、工作要求\n"))
        )
        browser = desk(office)
        browser.get(address("notice_change", short.pk))
        with django_assert_max_num_queries(15) as few:
            browser.get(address("notice_change", short.pk))
        with django_assert_num_queries(len(few)):
            browser.get(address("notice_change", long.pk))


class TestDeciding:
    def test_an_item_is_accepted_and_the_page_goes_on_at_it(self, decide, notice, page):
        answer = decide(accept="point.2")

        assert answer.url == f"{address('notice_change', notice.pk)}#item-point-2"
        assert "已确认" in item(page(), "point-2")
        assert "公开办，2019-10-08" in item(page(), "point-2")

    def test_where_scripts_run_the_answer_is_the_item_with_what_changes_beside_it(self, decide):
        answer = text_of(decide(htmx=True, refuse="point.2"))

        assert "<html" not in answer
        assert "desk-item-refuse" in answer
        assert "2项待确认内容中，还有1项未处理" in answer
        assert re.search(r'<li\s+id="line-8"\s+class="desk-line desk-line-refuse"\s+hx-swap-oob="true"\s*>', answer)

    def test_an_item_is_corrected_in_place_with_what_stands_there(self, page, decide, notice):
        form = item(page("?correct=point.2"), "point-2")
        assert 'value="综合窗口改革"' in form
        assert 'value="采育镇"' in form

        decide(correct="point.2", number="2", title="综合窗口改革(一窗通办)", units="采育镇、魏善庄镇", theme="theme.1")

        shown = item(page(), "point-2")
        assert "已更正" in shown
        assert "识别结果为：标题 综合窗口改革" in shown
        notice.refresh_from_db()
        assert notice.decisions["point.2"]["values"]["units"] == ["采育镇", "魏善庄镇"]

    @pytest.mark.parametrize("htmx", [True, False])
    def test_a_wrong_value_is_said_at_its_field_and_nothing_typed_is_lost(self, decide, notice, htmx):
        answer = decide(htmx=htmx, correct="point.2", number="1", title="综合窗口", units="（采育镇")

        assert set(answer.context["form"].errors) == {"units"}
        assert 'value="（采育镇"' in text_of(answer)
        again = decide(htmx=htmx, correct="point.2", number="1", title="综合窗口", units="采育镇")
        assert set(again.context["form"].errors) == {"number"}
        notice.refresh_from_db()
        assert notice.decisions == {}

    def test_a_line_that_gave_nothing_becomes_a_point_or_is_put_aside(self, decide, page):
        assert "▲▲▲示意图略▲▲▲" in item(page("?point=line.7"), "line-7")

        decide(point="line.7", number="7", title="示意图", units="采育镇", theme="theme.1")
        assert "已作为开放点" in item(page(), "line-7")
        decide(open="line.7")
        decide(nothing="line.7")

        assert "无需识别" in item(page(), "line-7")
        assert "行未能识别" not in text_of(page())

    def test_a_whole_group_is_accepted_at_once(self, decide, notice, page):
        answer = decide(accept_all="points")

        assert answer.url == f"{address('notice_change', notice.pk)}#group-points"
        notice.refresh_from_db()
        assert list(notice.decisions) == ["point.2", "point.3"]
        assert "待确认内容已全部处理" in text_of(page())

    def test_what_cannot_be_accepted_says_why(self, desk, office):
        twice = importing.receive("a.txt", NOTICE.replace("开放点3", "开放点2").encode(), by=office, now=NOW)
        url, browser = address("notice_decide", twice.pk), desk(office)
        browser.post(url, {"accept": "point.2"})

        part = browser.post(url, {"accept": "point.2.2"}, headers=HTMX)
        whole = browser.post(url, {"accept": "point.2.2"}, follow=True)

        for answer in (part, whole):
            assert "开放点2重复：请更正其中一个的编号" in text_of(answer)

    def test_what_is_no_item_is_refused(self, decide):
        for sent in ({"accept": "point.99"}, {"correct": "line.7"}, {"point": "point.2"}, {}):
            assert decide(**sent).status_code == 302
        assert Notice.objects.get().decisions == {}

    def test_nothing_is_applied_before_everything_is_decided(self, desk, office, notice, decide):
        step = address("notice_step", notice.pk, "apply")
        assert "活动部分有1行未能识别" in text_of(desk(office).get(step))
        assert "还有2项待确认：开放点2、开放点3" in text_of(desk(office).post(step))

        decide(accept="point.2")
        decide(refuse="point.3")
        answer = desk(office).post(step)

        plan = Plan.objects.get()
        assert answer.url == address("plan_change", plan.pk)
        assert (plan.state, plan.points.count()) == ("draft", 2)

    def test_an_applied_notice_is_shown_and_not_decided_again(self, desk, office, notice, decide, page):
        decide(accept_all="points")
        desk(office).post(address("notice_step", notice.pk, "apply"))

        decide(refuse="point.1")

        notice.refresh_from_db()
        assert "point.1" not in notice.decisions
        assert "desk-answers" not in text_of(page())

    def test_units_see_what_is_applied_and_decide_nothing(self, desk, approver, auditor, notice):
        decide = address("notice_decide", notice.pk)
        assert desk(approver).get(address("notice_change", notice.pk)).status_code == 404
        assert desk(approver).post(decide, {"accept": "point.2"}).status_code == 404
        assert desk(auditor).post(decide, {"accept": "point.2"}).status_code == 403
        assert "desk-answers" not in text_of(desk(auditor).get(address("notice_change", notice.pk)))
        assert desk(approver).post(address("notice_add"), {"text": NOTICE}).status_code == 403
        assert desk(approver).get(address("notice_progress", notice.pk)).status_code == 404

    @pytest.fixture
    def auditor(self, db):
        return make.staff("auditor")

    def test_the_history_tells_each_decision(self, desk, office, notice, decide):
        decide(correct="point.2", number="2", title="一窗通办", units="采育镇、魏善庄镇")

        history = text_of(desk(office).get(address("notice_history", notice.pk)))
        assert "确认文件识别内容" in history
        assert "开放点2（第8行）" in history
        assert "已更正；编号 2；标题 一窗通办；主责单位 采育镇、魏善庄镇" in history
