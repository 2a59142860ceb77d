"""Notice, session, announcement: items 1 to 3 of the year."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from events.models import Duty, Session
from tests.journeys import year as facts
from tests.journeys.letters import Letter, until


def the_office_applies_the_notice(year):
    year.now(facts.PLAN_ARRIVES)
    year.open_portal()
    office = year.office
    office.visit("admin:events_staff_changelist")
    office.page.locator("tr").filter(has_text="office").locator('a[href*="/change/"]').first.click()
    office.fill(name="周公开", email=facts.OFFICE)
    office.save()

    office.visit("admin:events_notice_add")
    office.fill(file=facts.NOTICE)
    office.save()
    office.sees("京兴政务公开办发〔2019〕7号", "阳光救助", "提前5个工作日将开放日的时间、地点和内容")
    office.shot("1-notice")
    office.step("apply")
    office.page.wait_for_url("**/plan/*/change/**")
    year.plan = office.number
    assert year.phone().visit("events:plan", year.plan).status == 404
    office.step("approve")

    visitor = year.phone()
    visitor.visit("events:plan", year.plan)
    visitor.sees("大兴区2019年政务开放日工作总体方案", "综合窗口改革", "魏善庄镇", "林荫慢行系统")
    with visitor.page.expect_download() as original:
        visitor.page.locator('a[href^="/notices/"]').first.click()
    assert original.value.path().read_bytes() == facts.NOTICE.read_bytes()


def the_office_makes_accounts(year):
    office = year.office
    office.visit("admin:events_staff_import")
    office.fill(import_file=facts.accounts_table(year.folder), format="0")
    office.send()
    office.sees("lijingban", "魏善庄镇")
    office.send()
    office.sees("邻镇经办")
    by_hand = office.page.locator("td.desk-break").filter(has_text="http").inner_text()
    year.neighbour.activate(by_hand, "linzhen")
    for desk, username in ((year.editor, "lijingban"), (year.approver, "zhangshenhe")):
        desk.activate(year.letter(facts.STAFF[username][3], "激活").link("/desk/"), username)
    year.editor.visit("admin:events_point_changelist")
    year.editor.sees("综合窗口改革")
    year.editor.sees_not("林荫慢行系统")


def the_editor_schedules_a_session(year):
    year.now(facts.SCHEDULED)
    editor = year.editor
    editor.visit("admin:events_session_add")
    editor.fill(**facts.SESSION)
    editor.page.locator(".add-row a, a.add-row").first.click()
    editor.fill(**facts.QUOTA)
    editor.save()
    editor.page.wait_for_url("**/session/*/change/**")
    year.session = editor.number
    editor.sees("2019-10-08", "提前5个工作日将开放日的时间、地点和内容", "2019-10-12", "2019-10-21")
    assert not editor.offers("approve")
    editor.shot("2-session")


def the_approver_approves(year):
    year.approver.visit("admin:events_session_change", year.session)
    year.approver.step("approve")
    year.approver.sees(Session.State.APPROVED.label)


def nobody_next_door_sees_it(year):
    neighbour = year.neighbour
    neighbour.visit("admin:events_session_changelist")
    neighbour.sees_not("综合窗口改革")
    assert neighbour.visit("admin:events_session_change", year.session).status == 404
    assert neighbour.visit("admin:events_session_step", year.session, "announce").status == 404


def the_worker_reminds_each_once(year):
    """On a working Sunday at nine; however often beat and a second sweep come by, there is one letter a person.

    It leads, in one click, to the step that comes next.
    """
    year.now(facts.REMINDED)
    until(lambda: len(year.letters(subject=facts.REMINDER)) >= 2, "two people have not heard of two duties")
    assert facts.NOTHING_NEW in year.portal.manage("sweep")
    for person in (facts.EDITOR, facts.APPROVER):
        [letter] = year.letters(person, f"{facts.REMINDER}：即将到期2项")
        due = letter.text.partition(str(Duty.Kind.ANNOUNCE_ONSITE.label))[2]
        assert "2019年10月8日（周二），还有 2 个工作日" in due
        assert "提前5个工作日将开放日的时间、地点和内容" in due
    year.editor.page.goto(Letter(person, "", due).link("/place/"))
    assert year.editor.page.url.endswith(f"/session/{year.session}/step/write-announcement/")


def the_announcement_waits_for_its_agenda(year):
    year.now(facts.ANNOUNCED)
    approver, editor = year.approver, year.editor
    approver.open_session(year.session)
    approver.step("announce")
    approver.sees(_("Still empty: %(part)s.") % {"part": _("agenda")})
    approver.shot("3-refused")
    assert year.phone().visit("events:session", year.session).status == 404

    editor.open_session(year.session)
    editor.fill(agenda=facts.AGENDA)
    editor.save()
    approver.open_session(year.session)
    approver.step("approve")


def the_announcement_is_published(year):
    approver, editor = year.approver, year.editor
    approver.step("announce")
    approver.page.wait_for_url("**/publication/*/change/**")
    paper = approver.number
    year.now(facts.ON_CHANNELS)
    editor.visit("admin:events_publication_change", paper)
    editor.step("channel", url="https://www.gov.example/gg/1.html", published_at="2019-09-29T10:05")
    stands(editor, year.session, "announce_onsite", _("open"))
    editor.visit("admin:events_publication_change", paper)
    shown = facts.photograph(year.folder)
    editor.step("channel", url="https://weixin.example/a/1", published_at="2019-09-29T10:20", picture=shown)
    stands(editor, year.session, "announce_onsite", _("done in time"))
    editor.shot("3-announced")


def stands(desk, session, duty, words):
    desk.open_session(session)
    expect(desk.duty(duty)).to_contain_text(words)


def the_neighbour_announces_too_late(year):
    """Two days before a livestream that wants three: it is published all the same, late, and says why."""
    year.now(facts.LATE)
    neighbour, office = year.neighbour, year.office
    neighbour.visit("admin:events_session_add")
    neighbour.fill(**facts.LIVESTREAM)
    neighbour.save()
    session = neighbour.number
    office.open_session(session)
    office.step("approve")
    office.step("announce")
    office.fill(late_reason="直播设备故障，场地重新落实。")
    office.send()
    office.page.wait_for_url("**/publication/*/change/**")
    for url in ("https://www.gov.example/gg/2.html", "https://weixin.example/a/2"):
        office.step("channel", url=url, published_at=facts.LATE)
    stands(office, session, "announce_livestream", _("done late"))
    visitor = year.phone()
    visitor.visit("events:announcement", session)
    visitor.sees("直播设备故障，场地重新落实。")
    visitor.fits()
