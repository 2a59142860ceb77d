"""python manage.py score_notices DIR: reads each notice with its expected .json beside it, and counts."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.notices import parsing, reading
from events.notices.scoring import Score, score


class Command(BaseCommand):
    help = "Precision and recall of reading notices, over a folder of documents with their expected .json."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *, directory: Path, **options: Any) -> None:
        documents = [path for path in sorted(directory.glob("*")) if path.suffix.lower() in reading.ENDINGS]
        judged = [path for path in documents if path.with_suffix(".json").exists()]
        if not judged:
            raise CommandError(f"{directory} holds no notice with a .json beside it")
        total = Score()
        for path in judged:
            expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            one = score(expected, parsing.parse(reading.read(path)).as_json())
            total.add(one)
            if one.invented or one.missed:
                self.stdout.write(f"{path.name}: precision {one.precision():.3f}, recall {one.recall():.3f}")
        for kind in [*total.kinds, None]:
            name = kind or f"{len(judged)} documents"
            self.stdout.write(f"{name:<14} precision {total.precision(kind):.3f}  recall {total.recall(kind):.3f}")
