"""Publication file: reads publication.toml, and tells mistakes by file, line and key."""

import re
import tomllib
from pathlib import Path

import msgspec

from kennisgraaf.errors import SettingsError
from kennisgraaf.settings import Publication, parse_publication

FILE_NAME = "publication.toml"


def read_publication(path: Path) -> Publication:
    """Read publication.toml.

    Raises:
        SettingsError: the file is missing or not TOML, a key is unknown or missing, or a value is
            not as it should be; the message names file, line and key.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise SettingsError(
            f"{path}: there is no publication here ({error.strerror}). "
            f"Go to a folder with a {FILE_NAME}, or name one with --publication DIR."
        ) from error
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}:{number}: this is not UTF-8: {error.reason}") from error
    try:
        return parse_publication(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = where[1] if where else len(text.splitlines())
        raise SettingsError(f"{path}:{line}: this is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `")
        place = place.rpartition("$")[2]
        keys = re.findall(r"[^.\[\]`]+", place)
        unknown = re.search(r"unknown field `(.+)`", message)
        if unknown:
            keys.append(unknown[1])
        key = ".".join(keys) or "the file"
        raise SettingsError(f"{path}:{_line_of(text, keys)}: {key}: {message}") from error


def _line_of(text: str, keys: list[str]) -> int:
    """Find the line (from 1) of a key in TOML text; of its table where the key is not written."""
    lines = text.splitlines()
    table = 0
    found = 1
    for depth, key in enumerate(keys):
        header = re.compile(rf"\s*\[\s*{re.escape('.'.join(keys[: depth + 1]))}\s*\]")
        entry = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for number, line in enumerate(lines[table:], start=table + 1):
            if header.match(line):
                table = number
                found = number
                break
            if entry.match(line):
                found = number
                break
    return found
