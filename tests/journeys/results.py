"""Opinions, report, the performance table: items 7 to 9 of the year."""

from collections import Counter

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from feedback.criteria import Verdict
from feedback.models import Opinion
from tests.journeys import year as facts
from tests.journeys.letters import until


def cards_come_in_by_the_poster(year):
    editor = year.editor
    with editor.page.expect_navigation():
        editor.turn_to(f"/poster/{year.session}/")
    address = editor.page.locator(".address").inner_text()
    for person, text in ((facts.WANG, facts.SUGGESTION), (facts.CHEN, facts.NEED)):
        phone = year.phone(scripts=person is facts.WANG)
        phone.go(address)
        phone.fill(kind="suggestion", text=text, name=person["name"], email=person.get("email", ""))
        phone.fits()
        phone.press("Hand in the card")
        phone.page.wait_for_url("**/cards/thanks/*/")
        phone.fits()


def the_ledger_answers(year):
    year.now(facts.REPLIED)
    for writer, outcome, reason in (("王**", "adopted", ""), ("陈**", "not_adopted", "大厅尚无消防条件。")):
        line = take_up(year.editor, writer)
        year.editor.step("reply", outcome=outcome, reply="感谢您的建议。", is_checked=True)
        if reason:
            year.editor.fill(reason=reason)
            year.editor.send()
        year.editor.sees(Opinion.State.REPLIED.label)
        assert not year.editor.offers("approve")
        year.approver.visit("admin:feedback_opinion_change", line)
        year.approver.step("approve")
        year.approver.sees(Opinion.State.PUBLISHED.label)
    assert "感谢您的建议。" in year.letter(facts.WANG["email"], "答复").text


def take_up(editor, writer):
    """The line of the ledger that a card has become; the first page of the desk leads to it."""
    editor.visit("admin:index")
    editor.page.locator('.desk-piles a[href*="/feedback/card/"]').click()
    editor.page.locator("tr").filter(has_text=writer).locator('a[href*="/change/"]').first.click()
    editor.step("take-up", is_checked=True)
    editor.page.wait_for_url("**/opinion/*/change/**")
    return editor.number


def the_public_reads_the_answers(year):
    visitor = year.phone()
    visitor.visit("feedback:adoptions")
    visitor.sees("王**", facts.SUGGESTION, "陈**", "大厅尚无消防条件。")
    visitor.sees_not(facts.WANG["name"], facts.CHEN["name"], facts.WANG["email"])
    visitor.fits()
    visitor.shot("7-adoptions")


def the_report_is_published(year):
    year.now(facts.REPORTED)
    editor, approver = year.editor, year.approver
    editor.open_session(year.session)
    editor.step("write-report")
    editor.page.wait_for_url("**/publication/*/change/**")
    paper = editor.number
    editor.fill(body="三位群众代表参观了综合窗口，现场解答两个问题。")
    editor.save()
    editor.step("picture", file=facts.photograph(year.folder), alt="群众代表听讲解")
    editor.sees("群众代表听讲解")
    assert not editor.offers("publish")
    approver.visit("admin:events_publication_change", paper)
    approver.step("publish")
    approver.open_session(year.session)
    expect(approver.duty("report")).to_contain_text(_("done in time"))


def the_public_reads_the_report(year):
    visitor = year.phone()
    visitor.visit("column", year.plan, "open_point")
    visitor.sees("政务开放日专题")
    visitor.page.locator(f'a[href="/sessions/{year.session}/report/"]').first.click()
    picture = visitor.page.get_by_role("img", name="群众代表听讲解")
    expect(picture).to_be_visible()
    visitor.fits()
    visitor.shot("8-report")
    kept = visitor.context.request.get(f"{year.portal.url}{picture.get_attribute('src')}").body()
    assert not facts.has_place(kept)


def the_office_sees_the_year(year):
    """One click from each number stands its evidence: the rule, its sentence, the day it gave, and what was done."""
    year.now(facts.REVIEWED)
    office = year.office
    office.visit("admin:index")
    office.shot("9-first-page")
    line = line_of(office, "采育镇")
    for criterion in ("announced", "selection", "reported", "answered"):
        expect(line.locator(f'a[href$="#{criterion}"]')).to_contain_text(str(Verdict.IN_TIME.label))
    neighbour = line_of(office, "魏善庄镇")
    expect(neighbour.locator('a[href$="#announced"]')).to_contain_text(str(Verdict.LATE.label))
    expect(neighbour.locator('a[href$="#reported"]')).to_contain_text(str(Verdict.OPEN.label))
    line.locator('a[href$="#announced"]').click()
    reads(office, "announced", "2019-10-08", "2019-09-29", "提前5个工作日将开放日的时间、地点和内容")

    office.visit("admin:review", year.plan)
    office.shot("9-points")
    line = line_of(office, "采育镇")
    expect(line.locator("strong")).to_have_text("100.0")
    expect(line.locator('a[href$="#filed"]')).to_have_text(_("not applicable"))
    line.locator('a[href$="#reported"]').click()
    reads(office, "reported", "2019-10-21", "2019-10-16", "开放日活动开展后5个工作日内")
    office.shot("9-evidence")
    office.page.locator("#reported tbody a").click()
    office.page.wait_for_url(f"**/session/{year.session}/change/**")


def line_of(office, unit):
    return office.page.locator(".desk-grid tbody tr").filter(has_text=unit)


def reads(office, criterion, *texts):
    for text in texts:
        expect(office.page.locator(f"#{criterion} tbody tr")).to_contain_text(text)


def the_neighbour_still_sees_nothing(year):
    neighbour = year.neighbour
    for name in ("selection", "calls", "door", "sheet"):
        assert neighbour.visit("admin:registrations_session_page", year.session, name).status == 404
    assert neighbour.visit("admin:feedback_card_poster", year.session).status == 404
    for entries in ("registrations_signup", "feedback_card", "feedback_opinion", "events_publication"):
        neighbour.visit(f"admin:{entries}_changelist")
        neighbour.sees_not("王**", "综合窗口改革 2019-10-14")


def what_was_not_done_is_told_once(year):
    """After the plan's last day: to the unit (here one without e-mail: in the inbox), and to the office, a letter each.

    Nine points were not held, and the livestream, never recorded as held, has no report.
    """
    year.now(facts.OVERDUE)
    until(lambda: year.letters(facts.OFFICE, f"{facts.REMINDER}：逾期10项"), "the office has not heard of it all")
    until(lambda: in_the_inbox(year), "the neighbour's letter was not written")
    assert facts.NOTHING_NEW in year.portal.manage("sweep")
    assert year.letters(facts.EDITOR, "逾期") == []
    assert in_the_inbox(year) == len(year.letters(facts.OFFICE, "逾期")) == 1
    for person in (facts.OFFICE, facts.EDITOR, facts.APPROVER):
        told = Counter((letter.subject, letter.text) for letter in year.letters(person))
        assert [letter for letter, times in told.items() if times > 1] == []


def in_the_inbox(year):
    """How many letters of what is overdue the neighbour, who has no e-mail, finds at the desk."""
    year.neighbour.visit("admin:inbox")
    return year.neighbour.page.get_by_role("link", name=f"{facts.REMINDER}：逾期2项").count()
