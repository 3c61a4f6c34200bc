"""The long form: `python -m tests.hostile` asks every path for minutes, with real deadlines."""

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    os.environ["DIEMTIN_HOSTILE"] = "long"
    here = Path(__file__).resolve().parent.parent
    sys.exit(pytest.main([str(here / "test_hostile.py"), "-s", *sys.argv[1:]]))
