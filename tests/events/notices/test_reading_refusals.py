"""What is not read is refused with one sentence that says what it is and what to do, and leaves nothing behind."""

import io
import tempfile
import zipfile

import pytest

from events.models import Notice
from events.notices import importing, reading
from events.notices.files import bounds
from events.notices.lines import UnreadableNotice
from tests import make
from tests.events.notices import papers

NOW = make.at("2024-09-01 09:00")
LINES = ["某县2024年开放日方案", "序号\t单位", "1\t黄村镇"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"


def _refusal(data):
    with pytest.raises(UnreadableNotice) as refused:
        reading.read_bytes(data)
    return str(refused.value)


def _ole(*streams):
    return OLE + bytes(1000) + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


def _archive(entries, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def _with(package, **parts):
    """A package with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return _archive({name: old.read(name) for name in old.namelist()} | parts)


KINDS = {
    "doc": (_ole("Root Entry", "WordDocument"), ".wps"),
    "xls": (_ole("Root Entry", "Workbook"), ".xlsx"),
    "ppt": (_ole("PowerPoint Document"), "演示文稿"),
    "locked": (_ole("EncryptionInfo", "EncryptedPackage"), "密码"),
    "rtf": (rb"{\rtf1\ansi }", "RTF"),
    "ofd": (_archive({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": ""}), ".ofd"),
    "odt": (_archive({"mimetype": "application/vnd.oasis", "content.xml": ""}), "OpenDocument"),
    "zip": (_archive({"方案.docx": b"x"}), "压缩包"),
    "empty zip": (_archive({}), "压缩包"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(50), "压缩包"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "压缩包"),
    "gz": (b"\x1f\x8b\x08\x00" + bytes(50), "压缩包"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
    "bmp": (b"BM" + bytes(4) + bytes(4) + bytes(50), "图片"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(50), "图片"),
    "xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "XML"),
    "pptx": (_archive({TYPES: "<Types/>", "ppt/presentation.xml": ""}), "演示文稿"),
    "docm": (_with(papers.word(LINES), **{"word/vbaProject.bin": b"x"}), "宏"),
    "xlsm": (_with(papers.workbook(LINES), **{"xl/vbaProject.bin": b"x"}), "宏"),
    "mht without a page": (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--", "网页"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_that_is_not_read_has_its_own_sentence(kind):
    data, word = KINDS[kind]

    sentence = _refusal(data)

    assert word in sentence
    assert sentence.endswith("。")


def test_a_package_that_calls_itself_macro_enabled_is_refused_without_its_macros_too():
    types = zipfile.ZipFile(io.BytesIO(papers.word(LINES))).read(TYPES)
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert usual in types
    enabled = types.replace(usual, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    assert "宏" in _refusal(_with(papers.word(LINES), **{TYPES: enabled}))


def test_an_archive_with_a_password_is_refused():
    data = bytearray(_archive({"a.docx": b"x"}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert "密码" in _refusal(bytes(data))


@pytest.mark.parametrize(
    "package",
    [
        lambda: _with(papers.word(LINES), **{"word/media/a.bin": bytes(201 * 1024 * 1024)}),
        lambda: _with(papers.word(LINES), **{"word/document.xml": bytes(65 * 1024 * 1024)}),
        lambda: _with(papers.workbook(LINES), **{"xl/sharedStrings.xml": bytes(201 * 1024 * 1024)}),
        lambda: _with(papers.word(LINES), **{f"word/{number}": b"" for number in range(10_001)}),
    ],
)
def test_a_package_that_swells_is_refused_before_it_does(package):
    assert "过大" in _refusal(package())


WORD_XML = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("doctype", "entity"), [(LAUGHS + "]>", "&i;"), ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;")]
)
def test_entities_are_never_unfolded(doctype, entity, encoding):
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        + doctype
        + WORD_XML.format(f"<w:p><w:r><w:t>甲{entity}</w:t></w:r></w:p>")
    )

    assert _refusal(_with(papers.word(LINES), **{"word/document.xml": xml.encode(encoding)})).endswith("。")


@pytest.mark.parametrize(
    "data",
    [
        lambda: _with(papers.word(LINES), **{"word/document.xml": WORD_XML.format("<w:p/>" * 20_001).encode()}),
        lambda: b"<html><table><tr><td rowspan=60000>" + b"a" * 1_000 + b"<td>1" + b"<tr><td>2" * 1_500,
        lambda: b"<html><table>" + b"<tr><td colspan=1000>1<td colspan=1000>2" * 6_000,
        lambda: _with(papers.word(LINES), **{"word/document.xml": WORD_XML.format(_tall_table(400)).encode()}),
        lambda: b"\n" * 20_001 + "字".encode(),
    ],
    ids=["paragraphs", "rows", "columns", "word rows", "lines"],
)
def test_a_small_file_that_says_one_thing_too_often_is_refused(monkeypatch, data):
    monkeypatch.setattr(bounds, "MAX_LETTERS", 1_000_000)
    monkeypatch.setattr(bounds, "MAX_LINES", 20_000)

    assert _refusal(data()) == str(bounds.TOO_MANY)


def _tall_table(rows):
    merged = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc>"
    first = merged.format(' w:val="restart"', "字" * 3_000)
    return f"<w:tbl><w:tr>{first}</w:tr>" + f"<w:tr>{merged.format('', '')}</w:tr>" * rows + "</w:tbl>"


def test_elements_inside_each_other_without_end_are_refused():
    deep = "<w:sdt><w:sdtContent>" * 3_000

    assert _refusal(_with(papers.word(LINES), **{"word/document.xml": WORD_XML.format(deep).encode()})).endswith("。")


def test_a_file_above_twenty_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * (20 * 1024 * 1024 + 1))

    with pytest.raises(UnreadableNotice) as refused:
        reading.read(path)
    assert "20 MB" in str(refused.value)


@pytest.mark.parametrize("text", ["", " \r\n ", "\x00\u200b"])
def test_a_paste_without_words_is_refused(text):
    with pytest.raises(UnreadableNotice):
        reading.read_text(text)


def test_a_paste_loses_only_what_no_one_sees():
    assert reading.read_text("开\ud800放\x00点\r\n⼀\tb") == ["开放点", "一\tb"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["locked", "docm", "zip"])
def test_a_refusal_leaves_nothing_behind(office, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    for data in (KINDS[kind][0], papers.word(LINES)[:-300], b"%PDF-1.7\nbroken"):
        with pytest.raises(UnreadableNotice):
            importing.receive("通知.docx", data, by=office, now=NOW)

    assert not Notice.objects.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make_file", [papers.word, papers.pdf, papers.page, papers.workbook], ids=lambda one: one.__name__
)
def test_the_same_notice_may_come_in_any_kind_of_file(office, make_file):
    notice = importing.receive(
        "通知", make_file(["某县2024年开放日方案", "（一）“便民”专题", "开放点1（大厅）：参观。"]), by=office, now=NOW
    )

    assert notice.reading["themes"][0]["points"][0]["title"] == "大厅"
