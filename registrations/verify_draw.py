#!/usr/bin/env python3
"""Check the draw of an open day: python3 verify_draw.py RECORD.json [FINGERPRINT ...]

RECORD.json is the file that the result page offers. Fingerprints that you wrote down before the draw, or that stood in
the announcement, may follow: each must be one of the record. Needs Python 3.8 or newer and nothing else, no network.
It does what the words of the result page say, apart from the portal's own code. Exit code: 0 it is right, 1 it is not,
2 the file cannot be read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

FORMAT = "open-days-draw/1"
REASONS = {"cancelled": "已取消报名", "refused": "审查未通过", "picked": "由单位直接选定"}


class Wrong(Exception):
    """What does not agree, in words."""


def need(right: bool, text: str) -> None:
    if not right:
        raise Wrong(text)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# --- what is checked, one sentence each


def check_seed(record: dict[str, Any]) -> str:
    need(sha256(record["seed"]) == record["seed_fingerprint"], "随机种子与事先公布的指纹不符")
    return f"随机种子与 {record['committed_at']} 公布的指纹一致"


def check_list(record: dict[str, Any]) -> tuple[str, dict[str, tuple[str, int]]]:
    lines = record["entries"]
    need(len(lines) == record["count"], f"名单有 {len(lines)} 条，文件写的是 {record['count']} 条")
    need(sorted(lines) == lines, "名单没有按编号排列")
    need(sha256("".join(line + "\n" for line in lines)) == record["list_fingerprint"], "名单与封存时公布的指纹不符")
    parties = {}
    for line in lines:
        code, category, people = line.split(" ")
        need(code not in parties, f"编号 {code} 出现了两次")
        need(people.isdigit() and int(people) > 0, f"编号 {code} 的人数不对")
        parties[code] = (category, int(people))
    return f"名单共 {len(lines)} 条，与 {record['frozen_at']} 封存时公布的指纹一致", parties


def check_left_out(record: dict[str, Any], parties: dict[str, tuple[str, int]]) -> str:
    left_out = record["left_out"]
    for code, why in left_out.items():
        need(code in parties, f"未参加摇号的编号 {code} 不在封存的名单里")
        need(why in REASONS, f"编号 {code} 未参加摇号，没有说明原因")
    counted = [f"{words} {list(left_out.values()).count(why)} 条" for why, words in REASONS.items()]
    return f"封存后未参加摇号的 {len(left_out)} 条都有原因（{'，'.join(counted)}）"


def check_value(record: dict[str, Any]) -> str:
    value = record["value"]
    if value is None:
        return "没有使用公共数值：只能证明种子公布指纹后没有改动，不能证明门户没有事先算过结果"
    need(bool(value["text"]), "缺少公共数值")
    need(record["frozen_at"] < value["entered_at"], "公共数值在名单封存之前就录入了")
    return f"公共数值“{value['text']}”（{value['source']}）。请自行到公布处核对它"


def check_order(record: dict[str, Any], parties: dict[str, tuple[str, int]]) -> str:
    drawn = [code for code in parties if code not in record["left_out"]]
    key = record["seed"]
    if record["value"] is not None:
        key += "\n" + record["value"]["text"]
    by_lot = sorted((hmac.new(key.encode("utf-8"), code.encode("ascii"), "sha256").hexdigest(), code) for code in drawn)
    need([code for _digest, code in by_lot] == record["order"], "按种子和公共数值算出的次序与公布的次序不符")
    by_what = "种子和公共数值" if record["value"] else "种子"
    return f"{len(drawn)} 条的次序正是由{by_what}算出的次序"


def check_places(record: dict[str, Any], parties: dict[str, tuple[str, int]]) -> str:
    seats = record["seats"]
    seated = Seats(seats, [(code, *parties[code]) for code in record["order"]]).give()
    selected = [code for code in record["order"] if code in seated]
    reserves = [code for code in record["order"] if code not in seated]
    need(selected == record["selected"], "按次序和名额算出的中签名单与公布的不符")
    need(reserves == record["reserves"], "候补名单或其次序与公布的不符")
    people = sum(parties[code][1] for code in selected)
    free = seats["capacity"] - sum(seats["taken"].values())
    return f"中签 {len(selected)} 条共 {people} 人（可用 {free} 座），候补 {len(reserves)} 条"


# --- the seats


def sums_from(sizes: Sequence[int], most: int) -> list[int]:
    """For each place in the line: which numbers of seats the parties from there on can make up, as bits of a number."""
    found = [1]
    for size in reversed(sizes):
        found.append((found[-1] | found[-1] << size) & ((1 << (most + 1)) - 1))
    return found[::-1]


class Seats:
    """The seats as they are given to a line of (code, category, people)."""

    def __init__(self, seats: dict[str, Any], line: Sequence[tuple[str, str, int]]) -> None:
        self.line, self.ceilings = line, seats["ceilings"]
        self.taken = dict(seats["taken"])
        self.free = seats["capacity"] - sum(self.taken.values())
        self.goals: dict[str, int] = {}
        self.limits: dict[str, int] = {}
        self.sums: dict[str, list[int]] = {}
        self.seen: dict[str, int] = {}
        for category, floor in seats["floors"].items():
            has = self.taken.setdefault(category, 0)
            limit = min(self.ceilings.get(category, has + self.free), has + self.free)
            if has < floor and has < limit:
                self.set_goal(category, has, floor, limit)

    def set_goal(self, category: str, has: int, floor: int, limit: int) -> None:
        sizes = [people for _code, other, people in self.line if other == category]
        self.sums[category], self.seen[category] = sums_from(sizes, floor - has + max(sizes, default=0)), 0
        self.goals[category], self.limits[category] = floor, limit
        if self.lacks(category, has) is None:
            possible = [number for number in range(limit - has + 1) if self.sums[category][0] >> number & 1]
            self.goals[category] = has + max(possible)

    def lacks(self, category: str, has: int) -> int | None:
        """The fewest further seats that bring a category from so many to its goal; None where nothing does."""
        least, most = max(self.goals[category] - has, 0), self.limits[category] - has
        sums = self.sums[category][self.seen[category]]
        return next((number for number in range(least, most + 1) if sums >> number & 1), None)

    def give(self) -> set[str]:
        """Round one for the floors, round two for the rest; the codes that got seats."""
        needs = {category: self.lacks(category, self.taken[category]) or 0 for category in self.goals}
        together = sum(needs.values()) <= self.free
        seated: set[str] = set()
        for code, category, people in self.line:
            if category in self.goals and self.takes_for_floor(category, people, needs, together):
                self.put(seated, code, category, people)
        for code, category, people in self.line:
            has = self.taken.get(category, 0)
            if code not in seated and people <= self.free and has + people <= self.ceilings.get(category, has + people):
                self.put(seated, code, category, people)
        return seated

    def takes_for_floor(self, category: str, people: int, needs: dict[str, int], together: bool) -> bool:
        self.seen[category] += 1
        has = self.taken[category]
        if has >= self.goals[category]:
            return False
        if not together:
            kept = sum(max(goal - self.taken[other], 0) for other, goal in self.goals.items() if other != category)
            return people <= min(self.free - kept, self.limits[category] - has)
        after = self.lacks(category, has + people)
        others = sum(number for other, number in needs.items() if other != category)
        takes = after is not None and others + people + after <= self.free
        needs[category] = (after if takes else self.lacks(category, has)) or 0
        return takes

    def put(self, seated: set[str], code: str, category: str, people: int) -> None:
        seated.add(code)
        self.taken[category] = self.taken.get(category, 0) + people
        self.free -= people


# --- the whole


def check(record: dict[str, Any]) -> Iterator[str]:
    """Everything that agrees, sentence by sentence; Wrong at the first thing that does not."""
    need(record.get("format") == FORMAT, "不认识的文件格式")
    yield check_seed(record)
    words, parties = check_list(record)
    yield words
    yield check_left_out(record, parties)
    yield check_value(record)
    yield check_order(record, parties)
    yield check_places(record, parties)


def main(arguments: Sequence[str], out: Callable[[str], object] = print) -> int:
    if not arguments:
        out(__doc__ or "")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            text = file.read()
        record = json.loads(text)
        out(f"{record['session']}（{record['unit']}）")
    except (OSError, ValueError, KeyError, TypeError) as fault:
        out(f"无法读取 {arguments[0]}：{fault}")
        return 2
    try:
        for number, sentence in enumerate(check(record), 1):
            out(f"[通过] {number}. {sentence}")
        for noted in arguments[1:]:
            known = (record["seed_fingerprint"], record["list_fingerprint"], sha256(text))
            need(noted.strip().lower() in known, f"您记下的指纹 {noted} 不属于这份文件")
            out(f"[通过] 您记下的指纹 {noted} 与文件一致")
    except Wrong as fault:
        out(f"[不符] {fault}。")
        return 1
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        out(f"[不符] 文件残缺或被改动过：{fault!r}。")
        return 1
    out(f"结论：核对无误。本文件的指纹（SHA-256）：{sha256(text)}")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # an old console may lack a sign; the verdict is read all the same
    sys.exit(main(sys.argv[1:]))
