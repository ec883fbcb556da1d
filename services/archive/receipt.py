"""The receipt of an archive: what was handed to whom, to be signed and kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.archive.manifest import Manifest
from services.i18n import gettext as _
from services.typesetting import typeset_pdf

__all__ = ["receipt_page", "receipt_pdf"]

_TEMPLATE = Path(__file__).parent / "receipt.typ"


async def receipt_pdf(manifest: Manifest, *, public_key: str, places: Sequence[str]) -> bytes:
    """Return one page of A4."""
    return await typeset_pdf(_TEMPLATE, receipt_page(manifest, public_key, places))


def receipt_page(manifest: Manifest, public_key: str, places: Sequence[str]) -> dict[str, Any]:
    """Return everything the template prints."""
    opener = (
        _("the key of the director") if manifest.sealed_by == "age-recipient"
        else _("the passphrase of the director")
    )  # fmt: skip
    return {
        "title": _("Receipt of an archive of the electronic journal"),
        "rows": [
            [_("School"), manifest.school],
            [_("Period"), manifest.period],
            [_("Made"), manifest.made_at],
            [_("File"), manifest.file],
            [_("Size, bytes"), str(manifest.size)],
            [_("SHA-256 of the file"), manifest.sha256],
            [_("Opens with"), opener],
            [_("Contents"), ", ".join(sorted(manifest.contents))],
            [_("Head of the audit chain"), f"{manifest.chain_seq} · {manifest.chain_hash}"],
            [_("Public key of the signature"), public_key],
            [_("Media"), "; ".join(places)],
        ],
        "text": _(
            "The archive is kept on two media in different rooms. The key or passphrase is known "
            "to the director alone; whoever receives it undertakes not to disclose it. The file "
            "is checked with “peremena verify FILE”."
        ),
        "signatures": [_("Handed over (responsible for the journal)"), _("Received (director)")],
        "sign_parts": [_("signature"), _("name"), _("date")],
    }
