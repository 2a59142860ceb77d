"""python manage.py score_notices DIR: reads each notice with its expected .json beside it, and counts."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.notices import parsing, reading
from events.notices.lines import UnreadableNotice
from events.notices.scoring import Fact, Score, score


class Command(BaseCommand):
    help = (
        "Precision and recall of reading notices, by kind of fact, over a folder of documents (NAME.txt, NAME.docx …) "
        "with what a person read in them (NAME.json) beside each. Parts that the .json leaves out are not judged."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *, directory: Path, **options: Any) -> None:
        judged = [path for path in sorted(directory.glob("*")) if _is_judged(path)]
        if not judged:
            raise CommandError(f"{directory} holds no document with a .json of its name beside it")
        total = Score()
        for path in judged:
            one = self._score(path)
            total.add(one)
            if one.wrong:
                self.stdout.write(f"{path.name}: precision {one.precision():.3f}, recall {one.recall():.3f}")
                for sign, fact in one.wrong:
                    self.stdout.write(f"  {sign} {_shown(fact)}")
        self.stdout.write(f"{'kind':<14} precision  recall   right  invented  missed")
        for kind in total.kinds:
            counts = f"{total.right[kind]:5}     {total.invented[kind]:5}   {total.missed[kind]:5}"
            self.stdout.write(f"{kind:<14} {total.precision(kind):.3f}      {total.recall(kind):.3f}    {counts}")
        self.stdout.write(f"{len(judged)} documents   precision {total.precision():.3f}  recall {total.recall():.3f}")

    def _score(self, path: Path) -> Score:
        """A document that cannot be read misses everything."""
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        try:
            lines = reading.read(path)
        except UnreadableNotice as error:
            self.stdout.write(f"{path.name}: {error}")
            lines = []
        return score(expected, parsing.parse(lines).as_json())


def _is_judged(path: Path) -> bool:
    return path.suffix not in ("", ".json") and path.is_file() and path.with_suffix(".json").exists()


def _shown(fact: Fact) -> str:
    kind, *values = fact
    return f"{kind}: " + "　".join("–" if value is None else str(value) for value in values)
