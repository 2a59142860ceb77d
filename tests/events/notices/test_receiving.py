"""An upload is kept before it is read; whatever happens to its worker, it is read once, or says why not."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import AuditEntry, Notice
from events.models.notice import LEASE
from events.notices import importing, progress, reading, receiving
from events.notices.lines import UnreadableNotice
from tests import make
from tests.events.notices import papers

pytestmark = pytest.mark.django_db
NOW = make.at("2019-08-29 09:00")
LATER = NOW + LEASE + timedelta(seconds=1)
SAMPLE = (Path(importing.__file__).parent / "samples" / "plan_2024.txt").read_bytes()
LARGE = SAMPLE + b" " * receiving.QUICK_BYTES
BROKEN = b"%PDF-1.4 " + b"broken" * receiving.QUICK_BYTES


def take(office, content, name="方案.txt"):
    return receiving.take(name, content, by=office, now=NOW)


def sweep(moment=NOW):
    return receiving.sweep(lambda: moment)


@pytest.fixture
def waiting(office):
    return take(office, LARGE)[0]


@pytest.fixture
def files(settings):
    return lambda: [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_small_document_is_read_at_once(office):
    notice, is_known = take(office, SAMPLE)

    assert (notice.state, notice.percent, is_known) == ("read", 100, False)
    assert notice.title == "大兴区2024年政民互动工作总体方案"
    assert len(notice.reading["talks"]) == 4


def test_a_large_document_is_kept_and_waits_for_the_worker(waiting):
    assert (waiting.state, waiting.title, waiting.text) == ("reading", "方案.txt", "")
    with waiting.file.open() as kept:
        assert kept.read() == LARGE

    assert sweep() == 1

    waiting.refresh_from_db()
    assert (waiting.state, waiting.title) == ("read", "大兴区2024年政民互动工作总体方案")
    assert sweep() == 0


def test_a_long_text_is_opened_at_once_and_understood_by_the_worker(office):
    notice, _is_known = take(office, SAMPLE + ("\n" + "一" * 1000).encode() * 61)

    assert (notice.state, notice.claimed_at) == ("reading", None)
    assert notice.text.startswith("大兴区2024年")


def test_the_worker_is_woken(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notice = take(office, LARGE)[0]

    notice.refresh_from_db()
    assert notice.state == "read"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BROKEN[:100], id="small and broken"),
        pytest.param(b"\xd0\xcf\x11\xe0" + LARGE, id="large and of a kind that is not read"),
        pytest.param(b"PK\x03\x04" + LARGE, id="large and no archive"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once_and_leaves_nothing(office, files, content):
    with pytest.raises(UnreadableNotice):
        take(office, content)

    assert not Notice.objects.exists()
    assert files() == []


def test_a_file_beyond_all_bounds_is_not_even_kept(office, files):
    with pytest.raises(UnreadableNotice, match="20"):
        take(office, b" " * (20 * 1024 * 1024 + 1))

    assert not Notice.objects.exists()
    assert files() == []


def test_the_same_text_again_is_the_notice_that_is_here(office, files):
    first, _is_known = take(office, SAMPLE)

    again, is_known = take(office, SAMPLE.replace(b"\n", b"\r\n\r\n"), "再次下载.txt")

    assert (again, is_known) == (first, True)
    assert len(files()) == 1


def test_a_large_file_with_a_known_text_leads_to_it_and_is_not_kept(office, files, django_capture_on_commit_callbacks):
    first, _is_known = take(office, SAMPLE)
    again, _is_known = take(office, LARGE)

    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    again.refresh_from_db()
    assert (again.state, again.same_as) == ("double", first)
    assert len(files()) == 1
    sweep(NOW + timedelta(days=2))
    assert list(Notice.objects.all()) == [first]


def test_a_refused_document_says_why_and_is_tried_again(office):
    notice = take(office, BROKEN, "坏.pdf")[0]
    sweep()
    notice.refresh_from_db()
    assert (notice.state, bool(notice.failure)) == ("failed", True)

    receiving.retry(notice, by=office, now=NOW)

    notice.refresh_from_db()
    assert (notice.state, notice.failure, notice.attempts) == ("reading", "", 0)
    assert AuditEntry.objects.filter(act="notice.retry", by=office).exists()
    assert sweep() == 1


def test_a_fault_of_the_portal_says_so(waiting):
    waiting.file.storage.delete(waiting.file.name)

    sweep()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure) == ("failed", "系统故障，未能识别。请重试，或联系系统管理员。")


def test_what_was_read_is_not_read_again(office):
    with pytest.raises(ValidationError) as refused:
        receiving.retry(take(office, SAMPLE)[0], by=office, now=NOW)
    assert refused.value.code == "state"


def test_a_worker_killed_between_claim_and_end_loses_nothing(waiting):
    assert receiving.claim(NOW) == waiting

    assert sweep(NOW + LEASE) == 0
    assert sweep(LATER) == 1

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("read", 2)


def test_two_workers_never_take_the_same_document(waiting):
    assert receiving.claim(NOW) == waiting
    assert receiving.claim(NOW) is None


def test_a_worker_that_comes_back_late_overwrites_nothing(waiting):
    late = receiving.claim(NOW)
    current = receiving.claim(LATER)

    receiving.work(late, lambda: LATER)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.text, waiting.claimed_at) == ("reading", "", LATER)
    receiving.work(current, lambda: LATER)
    waiting.refresh_from_db()
    assert waiting.state == "read"


def test_a_worker_killed_after_opening_leaves_the_text_to_the_next(office):
    notice = take(office, SAMPLE + ("\n" + "一" * 1000).encode() * 61)[0]
    receiving.claim(NOW)
    notice.file.storage.delete(notice.file.name)

    sweep(LATER)

    notice.refresh_from_db()
    assert notice.state == "read"


def test_a_document_that_kills_its_workers_is_given_up(waiting):
    for attempt in range(receiving.MOST_ATTEMPTS):
        assert receiving.claim(NOW + attempt * (LATER - NOW))

    sweep(NOW + receiving.MOST_ATTEMPTS * (LATER - NOW))

    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert "3次" in waiting.failure


def test_a_web_process_killed_while_it_reads_loses_nothing(office):
    notice = take(office, SAMPLE)[0]
    Notice.objects.update(state="reading", reading={}, claimed_at=NOW)  # as its first commit had it

    assert sweep(LATER) == 1

    notice.refresh_from_db()
    assert len(notice.reading["talks"]) == 4


def test_progress_is_written_once_a_second_and_renews_the_claim(waiting, django_assert_num_queries):
    claimed = receiving.claim(NOW)
    seconds = iter([0, 0.2, 0.9, 1.1, 1.1, 1.5])
    told = receiving.Progress(claimed, lambda: LATER, ticks=lambda: next(seconds))

    with django_assert_num_queries(1), progress.heard_by(told.turned):
        for page in (10, 20, 30, 40):
            progress.turned(page, 300)

    waiting.refresh_from_db()
    assert (waiting.page, waiting.pages, waiting.percent, waiting.claimed_at) == (30, 300, 5, LATER)


def test_the_pages_of_a_pdf_are_told_one_by_one():
    turned = []

    with progress.heard_by(lambda *told: turned.append(told)):
        reading.read_bytes(papers.pdf([f"第{number}段。{'字' * 400}" for number in range(1, 9)]))

    assert len(turned) > 2
    assert turned == [(page, len(turned)) for page in range(1, len(turned) + 1)]


def test_units_upload_nothing(approver, office, waiting):
    with pytest.raises(PermissionDenied):
        take(approver, SAMPLE)
    Notice.objects.update(state="failed")
    with pytest.raises(PermissionDenied):
        receiving.retry(waiting, by=approver, now=NOW)
