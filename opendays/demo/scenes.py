"""What happens in the demo: one scene a session, set by its working day from today."""

from dataclasses import dataclass, field

from events.models import Session

Mode, Form, Selection = Session.Mode, Session.Form, Session.Selection


@dataclass(frozen=True)
class Voice:
    """An opinion of a scene and what became of it; without an outcome it still waits for its answer."""

    text: str
    outcome: str = ""
    reply: str = ""
    reason: str = ""
    is_published: bool = True


@dataclass(frozen=True)
class Scene:
    """A session. `plan` is its place among the samples, `point` a number, or a part of a talk's title."""

    plan: int
    point: int | str
    unit: str
    day: int
    place: str = ""
    area: str = ""
    directions: str = ""
    hours: tuple[str, str] = ("09:00", "11:30")
    mode: str = Mode.ONSITE
    form: str = Form.OFFICE
    selection: str = Selection.ORDER
    capacity: int = 30
    signups: int = 0
    guests: int = 0
    quotas: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    asks_parents: bool = False
    announced_ahead: int = 10
    report_after: int = 3
    has_report: bool = True
    head_came: bool = True
    last_act: str = ""
    # What the form asks beyond name and telephone, how people answer it in turn, and who comes as one party.
    terms: dict[str, object] = field(default_factory=dict)
    asked: tuple[dict[str, object], ...] = ()
    answers: tuple[dict[str, object], ...] = ({},)
    groups: tuple[tuple[str, str], ...] = ()
    voices: tuple[Voice, ...] = ()


SCENES = (
    Scene(
        0, 2, "采育镇", -24, "采育镇政务服务中心一层大厅", "采育镇", "乘842路至采育中学站，步行300米",
        signups=36, guests=2, capacity=30,
        voices=(
            Voice("老年人办事时希望有人全程陪同，并把材料清单印大一些。", "adopted",
                  "大厅已设“银发窗口”，配备陪办员两名；大字版材料清单自本月起摆放。"),
            Voice("建议中午不关门，上班的人请假不方便。", "partly",
                  "社保、医保两个窗口已实行午间轮班，其余窗口可网上预约延时办理。",
                  "其余窗口人员编制有限，暂不能全部轮班。"),
            Voice("希望在各村都设一个能办全部业务的窗口。", "not_adopted",
                  "各村便民服务站可代收代办42项业务。", "部分业务须使用专网设备，不具备在村级设置的条件。"),
        ),
    ),
    Scene(
        0, 3, "魏善庄镇", -18, "魏善庄镇政务服务中心", "魏善庄镇", "乘大兴14路至魏善庄镇政府站",
        signups=22, announced_ahead=3,
        voices=(Voice("叫号屏幕太小，坐在后排看不清。", "adopted", "已更换为55寸屏幕并增加语音播报。"),),
    ),
    Scene(
        0, 6, "区医疗保障局", -14, "区医保局服务大厅", "兴丰街道", "地铁黄村西大街站A口出，步行5分钟",
        signups=28, guests=3, report_after=8, head_came=False,
        voices=(
            Voice("异地就医备案能不能不跑腿？", "adopted", "异地就医备案已可在手机上办理，现场发放了图文指南。"),
            Voice("手工报销的进度希望能查到。", "noted", "已列入明年系统升级需求，上线后另行公告。"),
        ),
    ),
    Scene(
        1, 11, "城指中心", -9, "区城市运行指挥大厅", "清源街道", "乘兴42路至区政府站",
        form=Form.SITE, selection=Selection.DRAW, signups=48, guests=4,
        voices=(Voice("热线办结后希望有回访。", "adopted", "办结后三日内由网格员电话回访。"),),
    ),
    Scene(
        1, 8, "采育镇", -4, "采育镇社区议事厅", "采育镇", "乘842路至采育镇政府站",
        form=Form.SYMPOSIUM, signups=26, has_report=False,
        voices=(
            Voice("小区门口的路灯坏了两个月。", "adopted", "已报修，本周内更换灯头。", is_published=False),
            Voice("希望物业每季度公布收支。"),
        ),
    ),
    Scene(
        0, 7, "区城管委", 2, "滨河街林荫步道东口", "黄村镇", "乘兴15路至滨河公园站",
        hours=("14:00", "16:00"), form=Form.SITE, selection=Selection.MIXED, signups=41,
    ),
    Scene(
        0, 8, "观音寺街道", 5, "观音寺街道党群活动中心", "观音寺街道", "地铁高米店南站B口出，步行8分钟",
        signups=41, capacity=24, selection=Selection.CHOICE, quotas={"business": (0, 4)},
    ),
    Scene(
        0, 1, "黄村镇", 7, "黄村镇政务服务中心", "黄村镇", "地铁清源路站C口出，步行6分钟",
        signups=17, quotas={"business": (4, 12)},
        terms={"group_max": 10},
        groups=(("大兴区京南食品厂", "何志远\n高秀兰\n梁晓东"),),
    ),
    Scene(
        1, 9, "采育镇", 9, "儿童早期综合发展中心", "采育镇", "乘842路至采育医院站，步行2分钟",
        form=Form.SITE, selection=Selection.DRAW, signups=23, capacity=20,
        terms={"takes_children": True, "names_companions": True},
        asked=({"item": "photo", "is_required": True}, {"item": "access", "moment": "selected"}),
        answers=(
            {"birth_year": "1988", "photo": "yes"},
            {"birth_year": "2016", "photo": "no", "guardian_name": "陈海燕", "guardian_relation": "母亲",
             "guardian_consent": True},
            {"birth_year": "1962", "photo": "yes", "companion_names": "王秀英"},
        ),
    ),
    Scene(
        1, 5, "政务和数据局", 8, "兴丰街道政务晓屋", "兴丰街道", "地铁黄村火车站站D口出",
        mode=Mode.BOTH, signups=9, capacity=20,
        terms={"areas": "兴丰街道\n黄村镇\n清源街道", "age_min": 18, "age_max": 70},
        asked=(
            {"item": "sex"},
            {"item": "employer", "category": "business", "is_required": True},
            {"item": "education"},
            {"item": "reason"},
            {"item": "questions"},
            {"item": "photo", "is_required": True},
            {"item": "own", "text": "您用过“政务晓屋”吗？", "choices": "用过\n没用过"},
            {"item": "id_number", "moment": "selected", "is_required": True},
            {"item": "transport", "moment": "selected"},
        ),
        answers=(
            {"area": "兴丰街道", "birth_year": "1979", "sex": "female", "photo": "yes", "employer": "京南物业公司",
             "questions": "哪些事项可以远程办理？老年人不会操作怎么办？"},
            {"area": "黄村镇", "birth_year": "1991", "sex": "male", "photo": "no", "employer": "黄村建材市场",
             "reason": "想了解企业开办能不能不跑窗口。"},
            {"area": "清源街道", "birth_year": "1966", "photo": "yes", "education": "college", "employer": "清源书店"},
        ),
    ),
    Scene(1, "中介机构奖励办法", "投促中心", 6, mode=Mode.LIVESTREAM, form=Form.SYMPOSIUM, hours=("15:00", "16:30")),
    Scene(
        1, 7, "国资委", 8, "区政府采购中心开标室", "黄村镇", "乘兴25路至采购中心站",
        signups=11, last_act="moved",
    ),
    Scene(
        0, 4, "兴丰街道", 6, "兴丰街道政务服务中心", "兴丰街道", "地铁黄村西大街站B口出",
        signups=8, last_act="cancelled",
    ),
    Scene(
        0, 9, "区教委", 13, "第二小学食堂", "清源街道", "乘兴11路至第二小学站",
        form=Form.SITE, asks_parents=True, last_act="approved",
    ),
    Scene(1, 14, "教委", 16, "区托育综合服务中心", "瀛海镇", "地铁瀛海站A口出", last_act="draft"),
)  # fmt: skip
