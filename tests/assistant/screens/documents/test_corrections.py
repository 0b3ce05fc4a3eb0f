"""What staff say of a file, against what was read of it."""

from __future__ import annotations

from assistant.screens.documents.corrections import correction_of
from corpus.corrections import Correction
from corpus.records import Document


def test_only_what_is_said_otherwise_is_kept() -> None:
    document = Document("plan.txt", "0" * 64, 1, "Harbour Lane Action Plan", "2023-24", ())
    assert correction_of(document, "Harbour Lane Action Plan", " 2024-25 ") == Correction(None, "2024-25")
    assert correction_of(document, "Quay Street  Plan", "2023-24") == Correction("Quay Street Plan", None)
    assert correction_of(document, "Harbour Lane Action Plan ", "2023-24") is None
