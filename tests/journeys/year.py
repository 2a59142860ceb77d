"""The people, the papers and the hours of the journey."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from PIL import Image
from PIL.ExifTags import GPS, IFD

from events.resources import StaffResource
from tests.journeys import letters
from tests.journeys.desk import PASSWORD, Desk
from tests.journeys.letters import Letter
from tests.journeys.visitor import PHONE, Visitor

NOTICE = Path(__file__).resolve().parents[2] / "events" / "notices" / "samples" / "plan_2019.docx"

# The hours that decide. 29 September and 12 October 2019 were weekend days on which offices worked (调休上班).
PLAN_ARRIVES = "2019-08-29T09:30"
SCHEDULED = "2019-09-16T10:00"
REMINDED = "2019-09-29T09:00"  # two working days before the last day to announce, 8 October
ANNOUNCED = "2019-09-29T10:00"
ON_CHANNELS = "2019-09-29T10:30"
SIGNUP = "2019-09-30T10:00"
CLOSED = "2019-10-11T09:30"
DOOR = "2019-10-14T08:45"
AFTERWARDS = "2019-10-14T11:40"
REPLIED = "2019-10-15T10:00"
LATE = "2019-10-16T08:30"  # before the hour at which reminders go out
REPORTED = "2019-10-16T16:00"
REVIEWED = "2019-10-22T09:30"
OVERDUE = "2019-12-02T09:00"

SESSION = {
    "starts_at_0": "2019-10-14",
    "starts_at_1": "09:00",
    "ends_at_0": "2019-10-14",
    "ends_at_1": "11:30",
    "form": "site",
    "area": "采育镇",
    "place": "采育镇政务服务大厅",
    "directions": "兴15路采育镇政府站下车，向北100米。",
    "how_to_take_part": "在本页面报名，或致电联系人报名。",
    "contact_name": "李经办",
    "contact_phone": "010-60000000",
    "capacity": 6,
    "companions_max": 2,
    "signup_opens_at_0": "2019-09-30",
    "signup_opens_at_1": "09:00",
    "signup_closes_at_0": "2019-10-10",
    "signup_closes_at_1": "17:00",
    "selection": "choice",
    "duties_plan": "办公室接待引导，业务科室讲解。",
    "guide": "业务科室负责人",
    "symposium_plan": "座谈一小时，现场答复。",
    "emergency_plan": "设安全员和医务点。",
    "head_name": "采育镇镇长",
}
AGENDA = "签到，领取意见卡\n参观综合窗口\n座谈交流"

LIVESTREAM = {
    "starts_at_0": "2019-10-18",
    "starts_at_1": "14:00",
    "ends_at_0": "2019-10-18",
    "ends_at_1": "15:00",
    "mode": "livestream",
    "livestream_url": "https://live.example/weishanzhuang",
    "agenda": "镇长介绍综合窗口\n网民提问",
    "how_to_take_part": "打开直播地址观看，在评论区提问。",
}
QUOTA = {"quotas-0-category": "business", "quotas-0-floor": 1}

OFFICE, EDITOR, APPROVER = "zhou@office.example", "li@caiyu.example", "zhang@caiyu.example"
STAFF = {
    "lijingban": ("李经办", "采育镇", "经办人", EDITOR),
    "zhangshenhe": ("张审核", "采育镇", "审核人", APPROVER),
    "linzhen": ("邻镇经办", "魏善庄镇", "经办人", ""),
}

WANG = {"name": "王秀英", "phone": "13800000001", "email": "wang@resident.example", "companions": 1}
CHEN = {"name": "陈建国", "phone": "13800000002", "companions": 0}
LIU = {"name": "刘洋", "phone": "13800000003", "email": "liu@resident.example", "companions": 0}
ZHAO = {"name": "赵敏", "phone": "13800000004", "email": "zhao@resident.example", "companions": 0}

REMINDER, NOTHING_NEW = "责任事项提醒", "0 封信，提醒 0 项"
SUGGESTION = "建议综合窗口中午也开放。"
NEED = "希望大厅设母婴室。"


class Year:
    """One portal, its staff and its residents; whoever acts has a browser of their own."""

    def __init__(self, portal, browser, folder: Path):
        self.portal, self.browser, self.folder = portal, browser, folder
        self.plan = self.session = 0
        self.visitors: list[Visitor] = []
        self.office, self.editor, self.approver, self.neighbour = (self.desk() for _desk in range(4))

    def __enter__(self) -> "Year":
        return self

    def __exit__(self, fault: object, *_where: object) -> None:
        for number, visitor in enumerate(self.visitors):
            if fault:
                visitor.shot(f"fault-{number}")
            visitor.context.close()

    def now(self, moment: str) -> None:
        self.portal.live_at(moment)

    def desk(self) -> Desk:
        return self.known(Desk(self.browser, self.portal))

    def phone(self, *, scripts: bool = True) -> Visitor:
        return self.known(Visitor(self.browser, self.portal, view=PHONE, scripts=scripts))

    def known(self, visitor):
        self.visitors.append(visitor)
        return visitor

    def letter(self, to: str, subject: str) -> Letter:
        """The letter of this subject (a part of it), once it has arrived."""
        return letters.wait_for(self.portal.var / "mail", to=to, subject=subject)

    def letters(self, to: str = "", subject: str = "") -> list[Letter]:
        return letters.arrived(self.portal.var / "mail", to=to, subject=subject)

    def open_portal(self) -> None:
        """The first account of an empty portal, as its operator makes it."""
        self.portal.manage("createsuperuser", "--noinput", "--username", "office", DJANGO_SUPERUSER_PASSWORD=PASSWORD)
        self.office.sign_in("office")


def accounts_table(folder: Path) -> Path:
    """The office's table of accounts, with the columns that the desk names."""
    book = Workbook()
    fields = ("username", "name", "unit", "role", "email")
    columns = StaffResource().fields
    book.active.append([columns[name].column_name for name in fields])
    for username, facts in STAFF.items():
        book.active.append([username, *facts])
    path = folder / "accounts.xlsx"
    book.save(path)
    return path


def photograph(folder: Path) -> Path:
    """A picture as a telephone makes it: with the place in it."""
    picture = Image.new("RGB", (1200, 800), "#96191c")
    exif = picture.getexif()
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (39.0, 38.0, 12.0)})
    path = folder / "IMG_王秀英.jpg"
    picture.save(path, exif=exif)
    assert has_place(path.read_bytes())
    return path


def has_place(picture: bytes) -> bool:
    return bool(Image.open(BytesIO(picture)).getexif().get_ifd(IFD.GPSInfo))
