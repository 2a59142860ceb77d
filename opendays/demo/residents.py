"""The people who sign up in the demo: made-up names, numbers that nobody has."""

import itertools
from dataclasses import dataclass

from events.models import Category

SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁"
GIVEN = ("建国", "秀英", "丽", "志强", "海燕", "伟", "玉兰", "晓明", "文静", "国华", "桂芳", "雷", "欣怡", "德顺")
CATEGORIES = (Category.RESIDENT,) * 7 + (Category.BUSINESS,) * 2 + (Category.PARENT,)
GUESTS = (Category.DEPUTY, Category.CPPCC, Category.REPORTER, Category.EXPERT)


@dataclass(frozen=True)
class Person:
    name: str
    phone: str
    email: str
    category: str
    companions: int


def people():
    """Ever new people; every third leaves no e-mail, every fifth brings somebody."""
    for n in itertools.count(1):
        yield Person(
            name=SURNAMES[n * 7 % len(SURNAMES)] + GIVEN[n * 5 % len(GIVEN)],
            phone=f"1390000{n:04}",
            email="" if n % 3 == 0 else f"resident{n}@demo.example",
            category=CATEGORIES[n % len(CATEGORIES)],
            companions=1 if n % 5 == 0 else 0,
        )
