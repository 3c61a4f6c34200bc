"""I/O: the config.toml that is shipped, and its first copy in a folder of the operator's."""

from importlib import resources
from pathlib import Path

from feeds.errors import ConfigurationError, Problem

_IN_CHECKOUT = Path(__file__).resolve().parents[2] / "config.toml"


def shipped_text() -> str:
    """Give the text of the shipped config.toml, from the wheel or from the checkout.

    Raises ConfigurationError where the installation lacks it.
    """
    packaged = resources.files("feeds.config").joinpath("shipped.toml")
    source = packaged if packaged.is_file() else _IN_CHECKOUT
    try:
        return source.read_text(encoding="utf-8")
    except OSError as failure:
        message = "the installation lacks its shipped configuration; install it again"
        raise _refusal(source, message) from failure


def write_first(folder: Path) -> Path:
    """Write the shipped config.toml and an empty `seeds/` into a folder, which is made if needed.

    Gives the path of the new file. Raises ConfigurationError, and overwrites nothing, where there
    is a config.toml already or the folder cannot be written.
    """
    path, seeds = folder / "config.toml", folder / "seeds"
    text = shipped_text()
    # a dangling link is something as well
    if path.is_symlink() or path.exists():
        raise _refusal(path, "is there already and was left as it is")
    try:
        seeds.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as failure:
        place = failure.filename or path
        raise _refusal(place, f"cannot be written: {failure.strerror}") from failure
    return path


def _refusal(place: object, message: str) -> ConfigurationError:
    return ConfigurationError(str(place), (Problem(message=message),))
