import pytest

from feedback import deidentification


def kinds(text, **how):
    return [trace.kind for trace in deidentification.traces(text, **how)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请打13812345678", "mobile"),
        ("请打 138-1234-5678", "mobile"),
        ("请打１３８１２３４５６７８", "mobile"),
        ("请打+86 138 1234 5678", "mobile"),
        ("电话010-69200000", "landline"),
        ("电话：69200000", "landline"),
        ("身份证110115199001011234", "id_number"),
        ("身份证11011519900101123X", "id_number"),
        ("身份证110115 19900101 123x", "id_number"),
        ("写信到 zhu@example.cn", "email"),
    ],
)
def test_a_number_or_address_of_a_person_is_found(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", ["2019年10月14日9:00到", "第1号窗口排了120分钟", "文号〔2019〕7号", "编号20191014001"])
def test_days_and_counts_are_no_traces(text):
    assert kinds(text) == []


def test_the_writers_name_is_found_even_with_blanks_inside():
    assert kinds("我是朱 建国，住在采育", name="朱建国") == ["name"]


def test_a_name_of_one_letter_is_not_searched_for():
    assert kinds("王府井", name="王") == []


def test_a_units_own_landline_may_be_left_out_of_the_search():
    assert kinds("咨询电话010-69200000，手机13812345678", landlines=False) == ["mobile"]


def test_the_digits_of_an_id_number_are_one_trace():
    assert kinds("110115199001011234，13812345678") == ["id_number", "mobile"]


def test_masking_keeps_the_rest_of_the_text_as_it_was_typed():
    text = "我叫朱建国，电话１３８１２３４５６７８，希望增设窗口（二楼）！"
    assert deidentification.masked(text, name="朱建国") == "我叫朱**，电话138****5678，希望增设窗口（二楼）！"
