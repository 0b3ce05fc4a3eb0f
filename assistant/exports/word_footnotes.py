"""Footnotes of Word files, which python-docx can't write: a part of its own, with Word's styles for marks and notes."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_MARK, _TEXT = "footnote reference", "footnote text"  # as Word itself names the two styles
_NOTE_SIZE = Pt(9)
# Word wants these two before the first footnote: the line above the notes, and the one above notes that go on.
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
    f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
    for kind, id in (("separator", -1), ("continuationSeparator", 0))
)


class Footnotes:
    """The footnotes of one file, numbered from 1 in the order in which they are added."""

    def __init__(self, file: WordDocument) -> None:
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        self._count = 0
        part = XmlPart(PackURI("/word/footnotes.xml"), _TYPE, self._root, file.part.package)
        file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._mark = file.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER)
        self._mark.font.superscript = True
        self._text = file.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        self._text.font.size = _NOTE_SIZE
        self._text.paragraph_format.space_after = Pt(0)  # ten notes would take a third of a page

    def add(self, paragraph: Paragraph, text: str) -> int:
        """A mark at the end of a paragraph, and its note; returns its number."""
        self._count += 1
        run = paragraph.add_run()
        run.style = self._mark
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._count))
        run._r.append(reference)  # type: ignore[arg-type]
        self._root.append(self._note(text))
        return self._count

    def _note(self, text: str) -> BaseOxmlElement:
        note: BaseOxmlElement = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{self._count}"><w:p>'
            f'<w:pPr><w:pStyle w:val="{self._text.style_id}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{self._mark.style_id}"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
        )
        note.findall(f".//{qn('w:t')}")[0].text = f" {text}"
        return note
