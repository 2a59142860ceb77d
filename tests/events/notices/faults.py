"""Ways in which the same notice reaches a reader spoiled: other signs, blanks, quotes, page furniture."""

import random
import re

import opencc

HALF = {"（": "(", "）": ")", "：": ":", "，": ",", "；": ";", "“": '"', "”": '"'}
FULL = {"(": "（", ")": "）", ":": "：", ",": "，", ";": "；"}
FORUM_TOP = "搜索\n热搜: 活动 交友 discuz\n打印 上一主题 下一主题\n[复制链接]\n"
FORUM_FOOT = (
    "\n分享到:  QQ好友和群\n使用道具 举报\n您需要登录后才可以回帖 登录 | 立即注册\n手机版|论坛\nPowered by Discuz!\n"
)
SITE_TOP = "首页 > 政务公开 > 通知公告\n【字号：大 中 小】 【打印】 【关闭】\n"
SITE_FOOT = (
    "\n扫一扫在手机打开当前页\n分享到：\n上一篇：关于放假的通知\n下一篇：关于停水的通知\n版权所有：某区人民政府\n"
)


def half_width(text, dice):
    return text.translate(str.maketrans(HALF))


def full_width(text, dice):
    return text.translate(str.maketrans(FULL))


def mixed_width(text, dice):
    return "".join(dice.choice((HALF | FULL).get(letter, letter) + letter) for letter in text)


def square_brackets(text, dice):
    return text.translate(str.maketrans("()（）", "【】【】"))


def corner_quotes(text, dice):
    return text.translate(str.maketrans("“”", "「」"))


def wrong_quotes(text, dice):
    return re.sub(r"[“”\"]", lambda match: dice.choice('“”"'), text)


def blanks_inside(text, dice):
    text = re.sub(r"开放点", lambda match: dice.choice(["开放点", "开放点 ", "开 放 点", "开放点　"]), text)
    return re.sub(r"主责单位[:：]", lambda match: dice.choice(["主责单位 ： ", "主责 单位：", "主责单位： "]), text)


def blanks_before_brackets(text, dice):
    return re.sub(r"[（(]", lambda match: dice.choice([" ", "", "　"]) + match[0], text)


def colon_lost(text, dice):
    return re.sub(r"(开放点[^\n（(]{1,8}[（(][^\n）)]{1,20}[）)])[:：]", r"\1", text)


def closing_bracket_lost(text, dice):
    return re.sub(
        r"(主责单位[^\n]{2,40})[）)](?=\s*$)", lambda match: match[1] + dice.choice(["", "）"]), text, flags=re.M
    )


def closing_bracket_turned(text, dice):
    return re.sub(r"(主责单位[^\n]{2,40})[）)](?=\s*$)", r"\1（", text, flags=re.M)


def other_label(text, dice):
    label = dice.choice(["责任单位", "牵头单位", "承办单位", "开放单位"])
    return re.sub(r"主责单位(?=[:：])", label, text)


def carried_out_by(text, dice):
    return re.sub(r"([（(])主责单位[:：]([^\n]{2,40}?)([）)])(?=\s*$)", r"\1\2负责落实\3", text, flags=re.M)


def comma_between_units(text, dice):
    return re.sub(r"(?<=主责单位)[^\n）)]*", lambda match: match[0].replace("、", "，"), text)


def blank_between_units(text, dice):
    return re.sub(r"(?<=主责单位)[^\n）)]*", lambda match: match[0].replace("、", " "), text)


def unit_on_a_line_of_its_own(text, dice):
    return re.sub(r"([（(]主责单位[^\n]*)", lambda match: "\n" + match[1], text)


def windows_line_ends(text, dice):
    return text.replace("\n", "\r\n")


def blank_lines(text, dice):
    return "\n".join(line + "\n" * dice.randint(0, 2) for line in text.split("\n"))


def indented(text, dice):
    return "\n".join("　　" + line for line in text.split("\n"))


def traditional(text, dice):
    return opencc.OpenCC("s2t").convert(text)


def in_a_forum(text, dice):
    return FORUM_TOP + text + FORUM_FOOT


def on_a_site(text, dice):
    return SITE_TOP + text + SITE_FOOT


def sections_in_arabic(text, dice):
    names = dict(zip("一二三四五六", "123456", strict=True))
    return re.sub(r"^(\s*)([一二三四五六])、", lambda match: f"{match[1]}{names[match[2]]}、", text, flags=re.M)


def themes_numbered(text, dice):
    return re.sub(r"^\s*(?:（[一二三四五]）|\([一二三四五]\)|\d\.)(?=[“\"][^\n]{2,20}专题)", "1.", text, flags=re.M)


def nothing(text, dice):
    return text


FAULTS = [
    nothing,
    half_width,
    full_width,
    mixed_width,
    square_brackets,
    corner_quotes,
    wrong_quotes,
    blanks_inside,
    blanks_before_brackets,
    colon_lost,
    closing_bracket_lost,
    closing_bracket_turned,
    other_label,
    carried_out_by,
    comma_between_units,
    blank_between_units,
    unit_on_a_line_of_its_own,
    windows_line_ends,
    blank_lines,
    indented,
    traditional,
    in_a_forum,
    on_a_site,
    sections_in_arabic,
    themes_numbered,
]


def dice(seed):
    return random.Random(seed)
