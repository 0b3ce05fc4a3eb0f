"""Writes staff's corrections of the glossary to `glossary.toml` beside the documents; comments there stay.

Meanings from the documents are vetoed one by one, so that a new meaning in a later update is still found.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from corpus import staff_files
from corpus.errors import WrongUse
from corpus.glossary import GLOSSARY, Entry, StaffTerms, read_staff_terms

LONGEST_ACRONYM, LONGEST_MEANING = 20, 200  # characters


def with_meaning(terms: StaffTerms, acronym: str, meaning: str, instead: Entry | None = None) -> StaffTerms:
    """The terms with one more meaning, in place of another if one is given.

    Raises WrongUse if they can't be an acronym and its meaning.
    """
    acronym, meaning = " ".join(acronym.split()), " ".join(meaning.split())
    _check(acronym, meaning)
    terms = without(terms, instead) if instead else terms
    added = tuple(other for other in terms.add.get(acronym, ()) if other.lower() != meaning.lower())
    vetoed = tuple(other for other in terms.veto.get(acronym, ()) if other.lower() != meaning.lower())
    return StaffTerms({**terms.add, acronym: (*added, meaning)}, _with(terms.veto, acronym, vetoed))


def without(terms: StaffTerms, entry: Entry) -> StaffTerms:
    """The terms without a meaning: removed if staff added it, vetoed if it is from the documents."""
    added = tuple(other for other in terms.add.get(entry.acronym, ()) if other.lower() != entry.expansion.lower())
    veto = terms.veto
    if entry.source is not None:
        veto = {**veto, entry.acronym: (*veto.get(entry.acronym, ()), entry.expansion)}
    return StaffTerms(_with(terms.add, entry.acronym, added), veto)


def without_veto(terms: StaffTerms, acronym: str) -> StaffTerms:
    """The terms with every vetoed meaning of an acronym restored."""
    return StaffTerms(terms.add, _with(terms.veto, acronym, ()))


def write_staff_terms(folder: Path, terms: StaffTerms) -> None:
    """Stores the terms; unchanged lines of the file stay as they are.

    Raises UnreadableFile if the existing file can't be read, and doesn't overwrite it.
    """
    before = read_staff_terms(folder)
    with staff_files.changed(folder / GLOSSARY) as book:
        for name, old, new in (("add", before.add, terms.add), ("veto", before.veto, terms.veto)):
            table = book.setdefault(name, tomlkit.table()) if new or name in book else None
            if isinstance(table, Table):
                _change(table, old, new)


def _change(table: Table, old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]) -> None:
    for acronym in old.keys() - new.keys():
        table.remove(acronym)
    for acronym, meanings in new.items():
        if meanings != old.get(acronym):
            table[acronym] = meanings[0] if len(meanings) == 1 else list(meanings)


def _with(meanings: Mapping[str, tuple[str, ...]], acronym: str, new: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The meanings with an acronym's replaced; without the acronym if it has none left."""
    rest = {name: each for name, each in meanings.items() if name != acronym}
    return {**rest, acronym: new} if new else rest


def _check(acronym: str, meaning: str) -> None:
    if not any(letter.isalpha() for letter in acronym) or not any(letter.isalpha() for letter in meaning):
        raise WrongUse("Write both: the acronym, such as PMM, and the words that it stands for.")
    if len(acronym) > LONGEST_ACRONYM:
        raise WrongUse(f"“{acronym[:LONGEST_ACRONYM]}…” is long for an acronym: at most {LONGEST_ACRONYM} characters.")
    if len(meaning) > LONGEST_MEANING:
        raise WrongUse(f"The words that {acronym} stands for are long: at most {LONGEST_MEANING} characters.")
