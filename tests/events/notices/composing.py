"""Composes notices at random out of the forms that real ones have, together with what they say."""

import random
from dataclasses import dataclass

UNITS = (
    "黄村镇 采育镇 兴丰街道 区医疗保障局 区教委 区委社会工委区民政局 市规划国土委石景山分局 国动办 环卫中心 经管站 "
    "政务和数据局 区住房城乡建设委 公安分局 各乡镇（街道） 投促中心 团区委 消防救援支队 住房和城乡建设局 文化和旅游局 "
    "开发区管委会"
)
NAMES = (
    "政务服务体验 综合窗口改革 医保“零距离” 林荫慢行系统 校园食品安全 阳光救助 镇长面对面 接诉即办 12345热线 走进水厂"
)
THEMES = "优化营商环境 便民服务 新型城市形态 保障改善民生 政策专属礼包 教育、医疗"
TEXTS = "邀请群众参观大厅，面对面交流。 走进现场，了解工作流程；座谈交流，征求意见。 由专人讲解，现场解答问题。"
HAN = "一二三四五六七八九十"
LEADS = ("主责单位", "责任单位", "牵头单位", "承办单位", "开放单位")


@dataclass
class Style:
    """The choices that one notice keeps to."""

    dice: random.Random
    brackets: str
    quotes: str
    colon: str
    theme: str
    numbers: str
    unit: str
    label: str


def style(dice):
    full = dice.random() < 0.6
    return Style(
        dice,
        brackets=dice.choice(["（）" if full else "()"] * 3 + ["【】", "〔〕"]),
        quotes=dice.choice(["“”", '""', "「」"]),
        colon="：" if full else ":",
        theme=dice.choice(["quoted", "numbered", "named", "plain", "none"]),
        numbers=dice.choice(["list", "range", "han", "blank"]),
        unit=dice.choice(["label", "carried out", "led", "own line", "sentence"]),
        label=dice.choice(LEADS),
    )


def plan(seed):
    """The lines of a plan and its themes as the JSON contract states them."""
    look = style(random.Random(seed))
    dice = look.dice
    lines = [
        "某区2023年政务开放日工作方案",
        "一、工作目标",
        "听取群众意见。",
        dice.choice(["二、工作内容和安排", "2、开放点安排"]),
    ]
    themes, number = [], 1
    for place in range(dice.randint(1, 4)):
        title = dice.choice(THEMES.split())
        if look.theme != "none":
            lines.append(_theme(look, place, title))
        if look.theme != "none" or not themes:
            themes.append({"title": title if look.theme != "none" else None, "points": []})
        for _entry in range(dice.randint(1, 3)):
            numbers = list(range(number, number + dice.choice([1, 1, 2, 3])))
            number += len(numbers)
            entry, points = _entry_of(look, numbers)
            lines += entry
            themes[-1]["points"] += points
    return [*lines, "三、工作要求", "各单位提前5个工作日发布公告。"], themes


def _theme(look, place, title):
    opened, closed = look.quotes
    return {
        "quoted": f"（{HAN[place]}）{opened}{title}{closed}专题",
        "numbered": f"{place + 1}.{opened}{title}{closed}专题",
        "named": f"专题{HAN[place]}{look.colon}{title}",
        "plain": f"（{HAN[place]}）{title}",
    }[look.theme]


def _entry_of(look, numbers):
    dice = look.dice
    name = dice.choice(NAMES.split())
    units = dice.sample(UNITS.split(), len(numbers) if len(numbers) > 1 else dice.choice([1, 2]))
    opened, closed = look.brackets
    head = dice.choice([f"{opened}{name}{closed}{look.colon}", f"{opened}{name}{closed}", f"{look.colon}{name}。"])
    text = f"开放点{_numbers(look, numbers)}{head}{dice.choice(TEXTS.split())}"
    listed = dice.choice(["、", "、", "，", " "]).join(units) if look.unit != "led" else "、".join(units)
    lines = {
        "label": [f"{text}{opened}{look.label}{look.colon}{listed}{closed}"],
        "carried out": [f"{text}{opened}{'、'.join(units)}负责落实{closed}"],
        "led": [f"{text}{opened}{listed}牵头{closed}"],
        "own line": [text, f"{look.label}{look.colon}{listed}"],
        "sentence": [f"{text}{look.label}{look.colon}{listed}。"],
    }[look.unit]
    shares = [[unit] for unit in units] if len(numbers) > 1 else [units]
    points = [
        {"number": number, "title": name, "units": own, "co_units": []}
        for number, own in zip(numbers, shares, strict=True)
    ]
    return lines, points


def _numbers(look, numbers):
    if look.numbers == "range" and len(numbers) > 1:
        return f"{numbers[0]}{look.dice.choice('-—～至')}{numbers[-1]}"
    if look.numbers == "han" and numbers[-1] <= len(HAN):
        return "、".join(HAN[number - 1] for number in numbers)
    return (" " if look.numbers == "blank" else "") + "、".join(map(str, numbers))


def table(seed):
    """The rows of a table of points, the column of themes merged or not, and the themes."""
    dice = random.Random(seed)
    columns = [*dice.choice([("index", "theme"), ("theme", "index"), ("theme", "number")]), "title", "units"]
    heads = {"index": "序号", "theme": "专题", "number": "开放点", "title": "名称", "units": dice.choice(LEADS)}
    merged, rows, themes, number = dice.random() < 0.5, [], [], 1
    for title in dice.sample(THEMES.split(), dice.randint(1, 3)):
        themes.append({"title": title, "points": []})
        for place in range(dice.randint(1, 3)):
            name, units = dice.choice(NAMES.split()), dice.sample(UNITS.split(), dice.choice([1, 2]))
            cells = {"index": str(number), "number": f"开放点{number}", "title": name, "units": "、".join(units)}
            cells["theme"] = "" if merged and place else title
            rows.append([cells[column] for column in columns])
            themes[-1]["points"].append({"number": number, "title": name, "units": units, "co_units": []})
            number += 1
    return [[heads[column] for column in columns], *rows], themes


def with_tabs(rows):
    return ["\t".join(row) for row in rows]


def with_strokes(rows):
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def cell_by_cell(rows):
    return [cell for row in rows for cell in row if cell]
