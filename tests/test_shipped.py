"""The wheel that people install: it holds all that the program needs, and works alone."""

import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from feeds.config.shipped import shipped_text
from tests.conftest import PROJECT, missing
from tests.daemon import PATIENCE, Ended, environment

# what may be in a built wheel beside the code; pip and git leave nothing of their own there
_FOREIGN = shutil.ignore_patterns("__pycache__", "*.pyc")
# -S leaves out the .pth file by which the checkout would be found, so the libraries are named
_ALONE = """\
import runpy, sys
target, libraries, *arguments = sys.argv[1:]
sys.path[:0] = [target]
sys.path.append(libraries)
import feeds, store, scheduler
for module in (feeds, store, scheduler):
    assert module.__file__.startswith(target), module.__file__
sys.argv = ["diemtin", *arguments]
runpy.run_module("feeds.cli", run_name="__main__")
"""
_CONFIG = """
[site]
authority = "example.org,2026"
[[sources]]
key = "seeds"
url = "file:seeds/"
language = "vi"
"""


def shipped_files(folder: Path) -> list[str]:
    """List what lies below a folder of the checkout and is no bytecode."""
    files = (path for path in (PROJECT / folder).rglob("*") if path.is_file())
    return [
        path.relative_to(PROJECT).as_posix() for path in files if "__pycache__" not in path.parts
    ]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built of a copy so that the checkout stays clean."""
    if find_spec("hatchling") is None or find_spec("pip") is None:
        missing("hatchling or pip")
    folder = tmp_path_factory.mktemp("build")
    for name in ("feeds", "store"):
        shutil.copytree(PROJECT / name, folder / name, ignore=_FOREIGN)
    for name in ("scheduler.py", "config.toml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, folder / name)
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder / "dist"), str(folder))
    (built,) = (folder / "dist").glob("*.whl")
    return built


def pip(command: str, *arguments: str) -> None:
    """Run pip without the network."""
    quiet = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", command, *quiet, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def target(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which nothing but the wheel is installed."""
    folder = tmp_path_factory.mktemp("target")
    pip("install", "--no-compile", "--target", str(folder), str(wheel))
    return folder


def alone(target: Path, cwd: Path, *arguments: str) -> Ended:
    """Run the installed program: its libraries are found, the checkout is not."""
    libraries = Path(pytest.__file__).parents[1]
    kept = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", _ALONE, str(target), str(libraries), *arguments],
        cwd=cwd,
        env=kept,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_wheel_holds_all(wheel: Path) -> None:
    """Code, migrations, templates, catalogues and names of territories are in it, nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("feeds/config/shipped.toml").decode() == shipped_text()
    expected = {*shipped_files(Path("feeds")), *shipped_files(Path("store")), "scheduler.py"}
    packaged = {name for name in names if ".dist-info/" not in name}
    assert packaged == expected | {"feeds/config/shipped.toml"}
    for folder in ("store/migrations/versions/", "feeds/render/templates/", "feeds/topics/data/"):
        assert any(name.startswith(folder) for name in packaged), folder
    assert "feeds/render/locale/vi/LC_MESSAGES/diemtin.po" in packaged


def test_wheel_starts_the_program(wheel: Path) -> None:
    """The wheel names its console script and its licence."""
    with zipfile.ZipFile(wheel) as archive:
        named = {name.partition(".dist-info/")[2]: name for name in archive.namelist()}
        scripts = archive.read(named["entry_points.txt"]).decode()
    assert "diemtin = feeds.cli.main:main" in scripts.splitlines()
    assert "licenses/LICENSE" in named


def test_installed_program_works_alone(target: Path, tmp_path: Path) -> None:
    """From the wheel alone, in any folder: a first configuration, a check of it, a round."""
    folder, elsewhere = tmp_path / "desk", tmp_path / "elsewhere"
    elsewhere.mkdir()
    config = folder / "config.toml"
    ended = alone(target, elsewhere, "init", str(folder))
    assert (ended.code, ended.err) == (0, "")
    assert config.read_text(encoding="utf-8") == shipped_text()
    ended = alone(target, elsewhere, "--config", str(config), "check", "--strict")
    assert (ended.code, ended.err) == (0, "")
    for page in (PROJECT / "seeds").glob("*.txt"):
        shutil.copy(page, folder / "seeds" / page.name)
    topics = shipped_text()[shipped_text().index("\n[topics]\n") :]
    config.write_text(_CONFIG + topics, encoding="utf-8")
    ended = alone(target, elsewhere, "--config", str(config), "refresh", "--json", "--strict")
    assert ended.code == 0, ended.err
    (report,) = ended.lines
    assert [(one["key"], one["outcome"]) for one in report["sources"]] == [("seeds", "ok")]
    assert report["sources"][0]["new"] == 27
    assert {"russia.atom", "russia.html", "all.atom"} <= set(report["published"])
    assert (folder / "var" / "public" / "russia.atom").is_file()
    assert list(elsewhere.iterdir()) == []
