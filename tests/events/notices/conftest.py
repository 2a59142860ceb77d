"""Documents to read: the five official ones where they are at hand, and our own."""

from pathlib import Path

import pytest

from events.notices import parsing, reading

ABOVE = (folder / "shared" / "seeds" for folder in Path(__file__).resolve().parents)
SEEDS = next((folder for folder in ABOVE if folder.is_dir()), Path("seeds"))
SAMPLES = Path(reading.__file__).parent / "samples"
DOCUMENTS = Path(__file__).parent / "documents"
HELD_OUT = Path(__file__).parent / "held_out"


@pytest.fixture
def seed():
    """Read one of the official documents by the beginning of its name."""

    def read(name):
        return parsing.parse(reading.read(next(SEEDS.glob(f"{name}*.txt"))))

    return read
