"""Saved web pages: what a visitor sees becomes lines and rows, what surely frames it or hides is left out."""

import pytest

from events.notices import reading
from events.notices.lines import UnreadableNotice


def _lines(body, head=""):
    return reading.read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def test_blocks_are_lines_and_words_inside_them_run_on():
    body = "<div>一、<b>安排</b><br>开放点1</div><ul><li>甲<li>乙</ul><p>&#12288;&#12288;丙&nbsp;丁</p>尾"

    assert _lines(body) == ["一、安排", "开放点1", "甲", "乙", "　　丙 丁", "尾"]


def test_a_line_end_of_the_source_is_no_blank_between_chinese_signs():
    assert _lines("<p>政务\n   开放日\n2024 plan\nB</p>") == ["政务开放日 2024 plan B"]


def test_preformatted_text_keeps_its_lines():
    assert _lines("<pre>甲\n乙</pre>") == ["甲", "乙"]


@pytest.mark.parametrize(
    "frame",
    [
        "<nav>甲</nav>",
        "<script>document.write('甲')</script>",
        "<style>p{content:'甲'}</style>",
        "<noscript>甲</noscript>",
        "<template><p>甲</p></template>",
        "<footer>甲</footer>",
        "<header><a>甲</a></header>",
        '<div role="navigation">甲</div>',
        '<div style="color:red; display : none">甲</div>',
        "<p hidden>甲</p>",
        "<select><option>甲</option></select>",
        "<button>甲</button>",
        "<!-- 甲 -->",
    ],
)
def test_what_is_no_part_of_the_document_is_left_out(frame):
    assert _lines(f"{frame}<p>乙</p>") == ["乙"]


@pytest.mark.parametrize(
    "part",
    [
        "<article><header>甲</header></article>",
        "<main><footer>甲</footer></main>",
        "<header><h1>甲</h1></header>",
        '<a href="#">甲</a>',
        "<ucapcontent>甲</ucapcontent>",
    ],
)
def test_what_may_be_part_of_the_document_is_kept(part):
    assert _lines(f"{part}<p>乙</p>") in (["甲", "乙"],)


def test_a_page_that_only_shows_itself_by_a_script_is_read():
    page = '<html><body style="display:none"><p>甲</p></body></html>'

    assert reading.read_bytes(page.encode()) == ["甲"]


def test_numbers_of_a_list_are_given_back():
    assert _lines("<ol><li>甲</li><li>乙</li></ol>") == ["1.甲", "2.乙"]
    assert _lines('<ol type="a" start="3"><li>甲</li></ol>') == ["c.甲"]
    assert _lines('<ol style="list-style: none"><li>一、甲</li></ol>') == ["一、甲"]


def test_merged_cells_are_filled_down_and_columns_stay_in_place():
    table = """<table><caption>计划表</caption><thead><tr><th>序号<th>专题<th>开放点<th>单位</tr></thead>
    <tr><td>1<td rowspan=2><p>便民</p><td><p>大</p><p>厅</p><td>黄村镇</tr>
    <tr><td>2<td colspan="2">热线</tr><tr><td colspan=4>（二）教育</td></tr></table>"""

    assert _lines(table) == [
        "计划表",
        "序号\t专题\t开放点\t单位",
        "1\t便民\t大 厅\t黄村镇",
        "2\t便民\t热线",
        "（二）教育",
    ]


@pytest.mark.parametrize("span", ["0", "-3", "99999999999999", "x", ""])
def test_strange_spans_do_no_harm(span):
    assert (
        _lines(f'<table><tr><td rowspan="{span}" colspan="{span}">1<td>甲</tr><tr><td>2<td>乙</tr></table>')[0][:1]
        == "1"
    )


def test_a_table_that_only_places_things_is_no_table():
    inner = "<table><tr><td>序号<td>单位</tr><tr><td>1<td>黄村镇</tr></table>"

    assert _lines(f"<table><tr><td>菜单</td><td><p>甲</p><p>乙</p>{inner}</td></tr></table>") == [
        "菜单",
        "甲",
        "乙",
        "序号\t单位",
        "1\t黄村镇",
    ]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", '<meta charset="UTF-8">'),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", "<meta charset=gbk>"),
        ("gb18030", ""),
        ("gb18030", '<meta charset="utf-8">'),
        ("utf-8", '<meta charset="gb2312">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-8", '<meta charset="no-such-thing">'),
        ("utf-8", '<meta charset="base64">'),
        ("big5hkscs", "<meta charset=big5>"),
    ],
)
def test_the_encoding_is_what_fits(encoding, head):
    page = f"<html><head>{head}</head><body><p>某縣政府開放日，參觀大廳。</p></body></html>"

    assert reading.read_bytes(page.encode(encoding)) == ["某縣政府開放日，參觀大廳。"]


def test_a_page_under_the_name_of_a_word_file_is_read_as_what_it_is(tmp_path):
    path = tmp_path / "计划.doc"
    path.write_text("<html xmlns:o='urn:x'><body><p>甲</p></body></html>", encoding="utf-8")

    assert reading.read(path) == ["甲"]


def test_a_page_without_text_is_refused():
    with pytest.raises(UnreadableNotice):
        _lines("<script>1</script>")


def test_what_lies_very_deep_is_read_as_running_text():
    assert _lines("<div>" * 1500 + "甲") == ["甲"]
    assert _lines("<table><tr><td>" * 300 + "甲") == ["甲"]


def test_depth_without_end_is_refused_and_nothing_behind_it_is_lost_in_silence():
    with pytest.raises(UnreadableNotice):
        _lines("<p>乙</p>" + "<div>" * 5000 + "甲")
