"""Keeps the bytes of documents and pictures, and reads the size of a picture from its header."""

import mimetypes
import struct
from pathlib import PurePosixPath

from bot.sandbox.errors import bad_request
from bot.sandbox.model import StoredFile

__all__ = ["FileStore", "picture_size"]

DOWNLOAD_LIMIT = 20 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB})
# Telegram: width and height together up to 10000, one side at most 20 times the other.
_LARGEST_SUM = 10_000
_LARGEST_RATIO = 20


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG; None when it is none of them."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004
        marker = content[position + 1]
        length = int.from_bytes(content[position + 2 : position + 4], "big")
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + length
    return None


class FileStore:
    """Files by their id and by their path; ids are numbers in a coat, never random."""

    def __init__(self) -> None:
        """Begin empty."""
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add_document(self, name: str, content: bytes) -> StoredFile:
        """Keep a document under its own name."""
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._add("documents", "BQACAgIAAxk", name, mime_type, content, None)

    def add_photo(self, content: bytes) -> StoredFile:
        """Keep a picture.

        Raises:
            TelegramRefusal: it is no picture Telegram would show.
        """
        size = picture_size(content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if min(size) == 0 or sum(size) > _LARGEST_SUM or max(size) > _LARGEST_RATIO * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        suffix, mime_type = (
            (".png", "image/png") if content.startswith(_PNG) else (".jpg", "image/jpeg")
        )
        if content[:3] == b"GIF":
            suffix, mime_type = ".gif", "image/gif"
        return self._add("photos", "AgACAgIAAxk", f"picture{suffix}", mime_type, content, size)

    def find(self, file_id: str) -> StoredFile | None:
        """Return the file the bot or a person sent under *file_id*."""
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        """Return the file that getFile named with *path*."""
        return self._by_path.get(path)

    def _add(
        self,
        folder: str,
        prefix: str,
        name: str,
        mime_type: str,
        content: bytes,
        size: tuple[int, int] | None,
    ) -> StoredFile:
        number = len(self._by_id) + 1
        file = StoredFile(
            file_id=f"{prefix}{number:08d}",
            unique_id=f"AgAD{number:08d}",
            path=f"{folder}/file_{number}{PurePosixPath(name).suffix}",
            name=name,
            mime_type=mime_type,
            content=content,
            size=size,
        )
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file
