"""Pure: media types of enclosures, for formats that demand one."""

from urllib.parse import urlsplit

from feeds.model import Link

UNKNOWN = "application/octet-stream"
# the standard library's table differs from machine to machine
_BY_ENDING = {
    "aac": "audio/aac",
    "flac": "audio/flac",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
}


def type_of(link: Link) -> str:
    """Give an enclosure's media type: as declared, else by its URL's ending, else unknown."""
    if link.type:
        return link.type
    ending = urlsplit(link.url).path.rpartition(".")[2].lower()
    return _BY_ENDING.get(ending, UNKNOWN)
