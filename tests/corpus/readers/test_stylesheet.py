"""A page's own style sheets: what they say of an element, and what they can't."""

from __future__ import annotations

from lxml import html

from corpus.readers.stylesheet import declared, styles_of


def test_rules_by_class_id_and_element_reach_their_elements_and_the_last_one_wins() -> None:
    root = html.document_fromstring(
        "<style>/* old */ .gone, #x { display: none } td.old { text-decoration: line-through; color: red }"
        "@media print { p { display: none } } p:hover { display: none } p::before { display: none }</style>"
        '<p id="x" style="display: block">a</p><p class="gone">b</p><table><tr><td class="old">c</table><p>d</p>'
    )
    styles = styles_of(root)
    shown = {element.text: declared(styles.get(element, ""), "display") for element in root.iter("p")}
    assert shown == {"a": "block", "b": "none", "d": ""}
    (cell,) = root.iter("td")
    assert declared(styles[cell], "text-decoration") == "line-through"


def test_a_rule_for_very_many_elements_hides_them_too() -> None:
    others = ", ".join(f".other-{number}" for number in range(100))
    root = html.document_fromstring(f'<style>{others}, .gone {{ display: none }}</style><p class="gone">a</p>')
    (paragraph,) = root.iter("p")
    assert declared(styles_of(root)[paragraph], "display") == "none"


def test_declarations_are_distinguished_by_their_whole_names() -> None:
    assert declared("background-color: #FFF !important; color: Red", "color") == "red"
    assert declared("background-color: #FFF !important", "background-color") == "#fff"
    assert declared("background-color: #FFF", "color") == ""
