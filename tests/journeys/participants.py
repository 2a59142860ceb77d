"""Sign-up, selection, the day: items 4 to 6 of the year."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import expect

from events.admin import stages
from tests.journeys import year as facts


def a_resident_signs_up_by_telephone(year):
    """On a telephone: finds the session on the first page, mistypes the number, and loses nothing."""
    year.now(facts.SIGNUP)
    phone = year.phone()
    phone.go("/")
    phone.fits()
    phone.page.get_by_role("link", name="综合窗口改革").first.click()
    phone.sees("采育镇政务服务大厅", "2019")
    phone.fits()
    phone.follow("Sign up")
    phone.fill(**{**facts.WANG, "phone": "123"}, category="resident", consent=True)
    phone.press("Send my sign-up")
    phone.sees(_("This is not a telephone number. Enter 11 digits of a mobile number, or area code and number."))
    expect(phone.page.locator("[name=name]")).to_have_value(facts.WANG["name"])
    phone.fits()
    phone.fill(phone=facts.WANG["phone"])
    phone.press("Send my sign-up")
    phone.page.wait_for_url("**/my/*/")
    phone.fits()
    phone.shot("4-private")
    assert phone.page.url == year.letter(facts.WANG["email"], "报名").link("/my/")
    with phone.page.expect_download() as calendar:
        phone.follow("Add to my calendar")
    text = calendar.value.path().read_text()
    assert "DTSTART:20191014T010000Z" in text
    assert "/my/" not in text


def others_sign_up_without_scripts(year):
    for person in (facts.CHEN, facts.LIU, facts.ZHAO):
        phone = year.phone(scripts=False)
        phone.visit("events:sessions")
        phone.fill(words="综合窗口")
        phone.press("Show")
        phone.page.get_by_role("link", name="综合窗口改革").click()
        phone.follow("Sign up")
        phone.fill(**person, category="business" if person is facts.LIU else "resident", consent=True)
        phone.press("Send my sign-up")
        phone.page.wait_for_url("**/my/*/")
        phone.fits()
    phone.page.locator("#cancel summary").click()
    phone.press("Yes, cancel")
    phone.sees(_("Your sign-up is cancelled. Thank you for making room for others."))


def signing_up_twice_changes_nothing(year):
    phone = year.phone()
    phone.visit("registrations:signup", year.session)
    phone.fill(**facts.WANG, category="resident", consent=True)
    phone.press("Send my sign-up")
    phone.page.wait_for_url("**/my/*/")
    year.editor.open_session(year.session)
    year.editor.turn_to("/selection/")
    expect(year.editor.page.locator("[data-entry]")).to_have_count(3)
    year.editor.sees_not(facts.WANG["name"], facts.WANG["phone"])


def the_list_is_made(year):
    """By the unit's choice with reasons; the list misses the quota of businesses, so it too needs its reason."""
    year.now(facts.CLOSED)
    late = year.phone()
    late.visit("registrations:signup", year.session)
    late.sees(_("Sign-up has closed."))

    editor = year.editor
    editor.open_session(year.session)
    editor.turn_to("/selection/")
    tick(editor, "王**", "陈**")
    decide(editor, "selected", "")
    editor.sees(_("Please give the reason."))
    tick(editor, "王**", "陈**")
    decide(editor, "selected", "辖区居民，首次参加。")
    tick(editor, "刘*")
    decide(editor, "refused", "所在企业不在本次开放范围。")
    confirm(editor, "报名企业与主题不符。")
    editor.shot("5-list")


def tick(editor, *names):
    for name in names:
        editor.page.locator("tr").filter(has_text=name).locator("[name=entry]").check()


def decide(editor, decision, reason):
    editor.page.locator(f"[type=radio][name=decision][value={decision}]").check()
    editor.page.locator("#decide-reason").fill(reason)
    editor.submit(editor.page.locator("button[name=act][value=decide]"))


def confirm(editor, reason):
    button = editor.page.locator("button[name=act][value=confirm]")
    editor.submit(button)
    expect(editor.page.get_by_role("alert")).to_be_visible()
    editor.page.locator("#confirm-reason").fill(reason)
    editor.submit(button)
    editor.sees(_("The list is confirmed"))


def everyone_is_told(year):
    editor = year.editor
    phone = year.phone(scripts=False)
    for person, subject, text, state in (
        (facts.WANG, "您已入选", facts.SESSION["place"], _("You have a seat")),
        (facts.LIU, "报名结果", "很抱歉", _("No seat this time")),
    ):
        letter = year.letter(person["email"], subject)
        assert text in letter.text
        phone.go(letter.link("/my/"))
        phone.sees(state)
        phone.fits()
    assert "报名企业与主题不符。" in year.letter(facts.OFFICE, "参与名单不符合规定").text
    expect(duty_to_tell(editor, year)).to_contain_text(_("open"))
    editor.turn_to("/calls/")
    editor.sees(facts.CHEN["name"], facts.CHEN["phone"])
    editor.press("Told by telephone")
    editor.sees("2019年10月11日", "李经办", "陈**")
    editor.sees_not(facts.CHEN["phone"])
    expect(duty_to_tell(editor, year)).to_contain_text(_("done in time"))


def duty_to_tell(editor, year):
    editor.open_session(year.session)
    return editor.duty("tell_selected")


def the_door_and_the_head(year):
    year.now(facts.DOOR)
    editor = year.editor
    editor.open_session(year.session)
    editor.turn_to("/door/")
    for name in (facts.WANG["name"], facts.CHEN["name"]):
        editor.submit(editor.page.locator(".door-row").filter(has_text=name).locator("button").first)
        expect(editor.page.locator(".door-row-in").filter(has_text=name)).to_be_visible()
    editor.sees_not(facts.LIU["name"])
    editor.shot("6-door")
    year.now(facts.AFTERWARDS)
    editor.open_session(year.session)
    editor.step("hold", head_present="yes")
    expect(editor.page.locator("[aria-current=step]")).to_contain_text(str(stages.TITLES[stages.REPORT]))
    visitor = year.phone()
    visitor.visit("events:session", year.session)
    visitor.sees(ngettext("%(people)s person came.", "%(people)s people came.", 3) % {"people": 3})
