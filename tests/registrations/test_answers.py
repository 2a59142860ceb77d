"""What a session asks: who may come, every fault at its field, children with a guardian, companions, groups."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.foundation import clock
from registrations import asking, signups
from registrations.models import Asked, Signup
from tests import make
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = make.at("2019-10-05 09:00")
PERSON = {"name": "朱建国", "phone": "13812345678", "category": "resident", "consent": True}
CARD = {"id_kind": "resident", "id_number": "11010519491231002x", "id_consent": True}
GUARDIAN = {"guardian_name": "朱大海", "guardian_relation": "父亲", "guardian_consent": True}


def asks(*asked, session=None, **terms):
    session = session or make.announced()
    make.terms(session, asked=asked, **terms)
    return session


def must(item, **fields):
    return {"item": item, "is_required": True, **fields}


def sign_up(session, answers=None, **fields):
    return signups.sign_up(session, **{**PERSON, **fields}, answers=answers or {}, now=NOW)


def faults(session, answers=None, **fields):
    with pytest.raises(ValidationError) as error:
        sign_up(session, answers, **fields)
    assert not Signup.objects.exists()
    return {name: found[0] for name, found in error.value.message_dict.items()}


def test_what_is_asked_is_kept_with_the_entry_encrypted_and_in_words():
    session = asks("employer", "sex", must("photo"), {"item": "own", "text": "您想看什么？"}, areas="黄村镇\n采育镇")
    own = session.asked.get(item="own").key
    answers = {"area": "采育镇", "employer": "京郊饭店", "sex": "female", "photo": "no", own: "厨房\r\n仓库"}
    made = sign_up(session, answers)
    kept = Signup.objects.get()
    assert kept.answers == {**answers, own: "厨房\n仓库"}
    assert asking.lines(made) == [
        ("镇（街道）", "采育镇"),
        ("工作单位", "京郊饭店"),
        ("性别", "女"),
        ("是否同意拍照", "不同意，请不要拍到我"),
        ("您想看什么？", "厨房\n仓库"),
    ]


def test_a_session_that_asks_nothing_costs_no_statement_more(django_assert_num_queries):
    session = make.announced()
    asking.terms_of(session)
    with django_assert_num_queries(0):
        assert (asking.at_signup(session), asking.columns(session), asking.names(session)) == ([], [], [])


def test_all_faults_are_said_at_once_each_at_its_field():
    session = asks(must("employer"), "id_number", "questions", must("photo"), areas="黄村镇", age_min=18, age_max=65)
    answers = {"area": "-", "birth_year": "2010", "questions": "问" * 10_001}
    answers |= {"id_kind": "resident", "id_number": "110105194912310021"}
    found = faults(session, answers, phone="12", companions=9)
    asked = {"area", "employer", "id_number", "id_consent", "questions", "photo", "birth_year"}
    assert set(found) == {"phone", "companions", *asked}
    assert found["area"] == "本场活动仅面向在以下地区居住、工作或学习的人员：黄村镇。"
    assert found["birth_year"] == "年龄未达到本场活动的要求：活动当天年满18至65周岁。"
    assert found["questions"] == "这里填了 10001 个字，最多 10000 个字。"


def test_ten_thousand_characters_and_a_formula_are_kept_as_typed():
    session = asks("questions", "reason")
    made = sign_up(session, {"questions": "问" * 10_000, "reason": "=1+1\0"})
    assert made.answers == {"questions": "问" * 10_000, "reason": "=1+1"}


@pytest.mark.parametrize(
    ("born", "fault"),
    [
        ("2001", ""),
        ("2002", "年龄未达到"),
        ("1953", ""),
        ("1952", "年龄超过"),
        ("１９８０年", ""),
        ("80", "四位数字"),
        ("2020", "四位数字"),
    ],
)
def test_age_is_that_of_the_day_and_the_doubt_of_a_year_is_the_persons(born, fault):
    session = asks(age_min=18, age_max=65)
    if fault:
        assert fault in faults(session, {"birth_year": born})["birth_year"]
    else:
        assert sign_up(session, {"birth_year": born}).answers["birth_year"] in ("2001", "1953", "1980")


def test_an_identity_card_says_birth_and_sex_by_itself():
    session = asks(must("id_number"), must("sex"), age_max=70)
    assert sign_up(session, CARD).answers["sex"] == "female"
    with pytest.raises(ValidationError) as error:
        sign_up(session, {**CARD, "birth_year": "1950"}, phone="13900000000")
    assert "不一致" in error.value.message_dict["birth_year"][0]


def test_what_a_mistyped_card_would_say_is_not_asked_beside_it():
    assert set(faults(asks("id_number", must("sex"), age_max=70), {**CARD, "id_number": "1"})) == {"id_number"}


def test_who_was_seventy_on_the_day_by_the_card_is_too_old_for_sixty():
    assert "年龄超过" in faults(asks("id_number", age_max=60), CARD)["birth_year"]


def test_the_number_of_a_document_wants_a_consent_of_its_own():
    assert set(faults(asks("id_number"), {**CARD, "id_consent": ""})) == {"id_consent"}


def test_what_is_asked_of_one_category_is_neither_wanted_nor_kept_of_another():
    session = asks(must("employer", category="business"))
    assert "employer" in faults(session, category="business")
    assert sign_up(session, {"employer": "甲"}).answers == {}
    assert sign_up(session, {"employer": "甲"}, category="business", name="李雷").answers == {"employer": "甲"}


def test_only_offered_answers_are_taken():
    session = asks("education", {"item": "own", "text": "午餐", "choices": "要\n不要"})
    own = session.asked.get(item="own").key
    assert set(faults(session, {"education": "doctor", own: "也许"})) == {"education", own}


# --- children


def test_a_child_comes_with_a_guardian_whose_telephone_is_the_contact():
    session = asks(takes_children=True, age_min=18)
    assert set(faults(session, {"birth_year": "2010"})) == {"guardian_name", "guardian_relation", "guardian_consent"}
    made = sign_up(session, {"birth_year": "2010", **GUARDIAN})
    guardian = made.answers["guardian"]
    assert (guardian["name"], guardian["phone"], guardian["relation"]) == ("朱大海", "13812345678", "父亲")
    assert guardian["consented_at"].startswith("2019-10-05T")


def test_a_grown_up_needs_no_guardian():
    assert "guardian" not in sign_up(asks(takes_children=True), {"birth_year": "2000", **GUARDIAN}).answers


def test_children_under_fourteen_are_refused_where_no_guardian_can_consent():
    found = faults(asks("birth_year"), {"birth_year": "2010"})
    assert "须经监护人同意" in found["birth_year"]
    assert "须经监护人同意" in faults(asks("age_band"), {"age_band": "0"})["age_band"]


def test_children_may_be_too_young_where_the_limit_is_one_for_children():
    session = asks(takes_children=True, age_min=8)
    assert "年龄未达到" in faults(session, {"birth_year": "2014", **GUARDIAN})["birth_year"]
    assert sign_up(session, {"birth_year": "2010", **GUARDIAN})


# --- companions and groups


def test_companions_by_name_are_counted_by_their_names():
    session = asks(names_companions=True)
    assert "最多可来 2 人" in faults(session, {"companion_names": "甲一\n乙二\n丙三"})["companion_names"]
    made = sign_up(session, {"companion_names": "李雷、 韩 梅 \n"}, companions=0)
    assert (made.companions, made.answers["companions"]) == (2, ["李雷", "韩 梅"])


def test_a_group_is_one_entry_with_its_names_and_takes_its_seats():
    session = asks(must("employer"), "birth_year", group_max=5)
    made = sign_up(session, {"companion_names": "朱建国\n李雷\n韩梅"}, organisation="京郊饭店")
    session.refresh_from_db()
    assert (made.organisation, made.companions, session.seats_taken) == ("京郊饭店", 2, 3)
    assert made.answers == {"companions": ["李雷", "韩梅"]}


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        ("", "请填写参加人员姓名"),
        ("李雷\n李 雷", "出现了两次"),
        ("甲\n乙\n丙\n丁\n戊", "最多可来 4 人"),
        ("李雷\n12345", "第 2 个姓名“12345”"),
    ],
)
def test_a_list_of_a_group_that_cannot_be_is_refused_in_words(names, fault):
    found = faults(asks(group_max=5), {"companion_names": names}, organisation="京郊饭店")
    assert fault in found["companion_names"]


def test_whoever_answers_for_a_group_affirms_the_limits_of_age_once():
    session = asks(age_min=18, group_max=5)
    group = {"organisation": "京郊饭店"}
    assert set(faults(session, {"companion_names": "李雷"}, **group)) == {"companion_ages"}
    made = sign_up(session, {"companion_names": "李雷", "companion_ages": "on"}, **group)
    assert ("已确认全体符合", "活动当天年满18周岁") in asking.lines(made)
    assert sign_up(asks(group_max=5), {"companion_names": "李雷"}, **group)


def test_where_no_groups_come_none_is_taken():
    assert set(faults(make.announced(), organisation="京郊饭店")) == {"organisation"}


# --- the same person again


def test_the_same_document_is_the_same_person_whatever_name_and_number():
    session = asks("id_number", session=make.announced(selection="draw"))
    first = sign_up(session, CARD)
    again = sign_up(session, CARD, name="朱建華", phone="13900000000")
    assert (again.state, again.first, again.details) == ("repeated", first, "")
    by = make.staff(unit=session.unit)
    with refused("twice"):
        person = {**PERSON, "name": "某人", "phone": "13700000000"}
        del person["consent"]
        signups.enter(session, **person, source="counter", answers=CARD, by=by, now=NOW)


def test_staff_who_enter_somebody_must_ask_what_must_be_answered():
    session = asks(must("employer"), "post", age_min=18)
    person = {name: PERSON[name] for name in ("name", "phone", "category")}
    how = {"source": "phone", "by": make.staff(unit=session.unit), "now": NOW}
    with pytest.raises(ValidationError) as error:
        signups.enter(session, **person, answers={"birth_year": "2015"}, **how)
    assert set(error.value.message_dict) == {"birth_year", "employer"}
    with pytest.raises(ValidationError) as unasked:
        signups.enter(session, **person, **how)
    assert set(unasked.value.message_dict) == {"birth_year", "employer"}
    answers = {"birth_year": "1985", "employer": "京郊饭店"}
    assert signups.enter(session, **person, answers=answers, **how).answers == answers


def test_columns_name_everything_that_a_session_asks():
    session = asks("id_number", {"item": "access", "moment": "selected"}, takes_children=True, group_max=9)
    keys = [key for key, _label in asking.columns(session)]
    assert keys == ["birth_year", "id_kind", "id_number", "access", "organisation", "companions", "guardian"]
    assert Asked.Item.ID_NUMBER in keys


def test_the_page_of_the_form_shows_every_kind_of_question(client, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    own = {"item": "own", "text": "午餐", "choices": "要\n不要", "category": "business"}
    items = [item for item in Asked.Item if item != "own"]
    session = asks(*items, own, takes_children=True, areas="黄村镇", group_max=9)
    address = reverse("registrations:signup", args=[session.pk])
    text = client.get(address).content.decode()
    for name in (*(item for item in items if item != "age_band"), "id_kind", "guardian_name"):
        assert f'name="{name}"' in text
    for words in (
        "午餐（仅限企业代表填写）",
        "在以下地区居住、工作或学习：黄村镇",
        "集体报名",
        "未成年人的监护人姓名和关系",
    ):
        assert words in text
    group = client.get(reverse("registrations:signup_group", args=[session.pk])).content.decode()
    for name, is_there in (("organisation", True), ("companion_file", True), ("birth_year", False), ("area", True)):
        assert (f'name="{name}"' in group) is is_there
    assert client.post(address, {**PERSON, "questions": "何时开门？"}).content.decode().count("何时开门？") == 1


def test_a_list_brought_as_a_file_stands_in_the_form_when_something_else_is_wrong(client, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    address = reverse("registrations:signup_group", args=[asks(group_max=9).pk])
    typed = {"name": "朱建国", "phone": "12", "category": "business", "consent": "on", "organisation": "京郊饭店"}

    def brought():
        return SimpleUploadedFile("名单.csv", "姓名\n李雷\n韩梅\n".encode())

    text = client.post(address, {**typed, "companion_file": brought()}).content.decode()
    assert "李雷\n韩梅</textarea>" in text
    text = client.post(address, {**typed, "companion_file": SimpleUploadedFile("a.xlsx", b"no")}).content.decode()
    assert "不是有效的 Excel 工作簿" in text
    client.post(address, {**typed, "phone": "13812345678", "companion_file": brought()})
    assert Signup.objects.get().answers["companions"] == ["李雷", "韩梅"]


def test_without_groups_the_address_of_their_form_leads_to_that_of_a_person(client):
    session = make.announced()
    answer = client.get(reverse("registrations:signup_group", args=[session.pk]))
    assert answer["Location"] == reverse("registrations:signup", args=[session.pk])
