"""Texts that speak to a machine instead of to a reader: they are quoted like any other, but sent to no language model.
A question that does so is no question, and isn't answered.

Patterns can't know every such text. They are the first of three guards: what is sent is fenced as material, and of what
comes back only that is shown as supported which the cited passage says itself.
"""

from __future__ import annotations

import re

_TELL = (
    r"(?:reply|respond|answer|say|state|print|output|write|repeat|pretend|tell|act|obey|comply|report|claim|confirm|"
    r"mention|quote|summari[sz]e|translate)"
)
_MACHINE = r"(?:language model|\w*bot|AI|LLM|GPT|assistant|model|system|software|summari[sz]er|automated \w+)"
_RULES = r"(?:instruct\w*|prompts?|rules?|guidelines?|directions?|orders?|constraints?)"
_TEXTS = r"(?:passages?|sentences?|quotes?|files?|materials?|prompts?|context|instructions?)"
_FORMS = (
    # To leave something out or set something aside.
    rf"\b(?:ignore|disregard|forget|overrid\w+|bypass|overrule|drop|leave out|do(?: not|n['’]t) use)\b[^.]{{0,60}}"
    rf"\b(?:{_RULES}|{_TEXTS}|above|before|earlier|previous\w*|everything|whatever)\b",
    # Words of the trade.
    r"\b(?:system|developer|hidden|secret|initial) (?:prompt|message|instructions?|override)\b",
    r"\b(?:reprogrammed|jailb\w+|(?:admin|developer|debug|god|test) mode|verbatim)\b",
    rf"\b(?:new|updated|real|actual|your) (?:{_RULES}|task)\s*(?::|are\b|is\b|has\b|say\b)",
    r"<\|?/?\s*(?:system|user|assistant|im_start|im_end|instructions?)\b",
    r"^[^\w\n]*+(?:system|assistant|user|instructions?|admin)\s*:",
    r"\b(?:begin|start|end|stop|close) of (?:the )?(?:material|passages?|documents?|context|prompt)\b",
    # Somebody is spoken to who answers.
    rf"\byou (?:are|must|will|should|shall|may|can|have to|to) (?:now|always|only|instead|{_TELL})\b",
    r"\b(?:your own|from general) (?:knowledge|memory|training)\b|\bfrom now on,? (?:you|answer|reply|respond)\b",
    rf"\b(?:attention|note to|dear|hey|hello|if you are an?)[,:]? (?:the |any |all |an? )?{_MACHINE}s?\b",
    rf"\b{_MACHINE}s?\b[^.]{{0,40}}\b(?:must|shall|please|ha(?:s|ve) to|(?:is|are) to) (?:now |only )?{_TELL}\b",
    rf"\b{_MACHINE}s?\s*[:,]\s*(?:please |now |only )?{_TELL}\b",
    r"\b(?:reply|respond|answer) (?:only |just )?(?:with|that|as follows)\b",
    rf"\b{_TELL} (?:only|exactly|nothing|no other|the following|to the (?:user|reader)|the (?:user|reader))\b",
    rf"\bwhen (?:asked|summari[sz]ing|answering)\b[^.]{{0,60}}\b{_TELL}\b",
    r"\b(?:the|this|any|every|each) (?:user|reader|question|answer|summary)\b[^.]{0,40}\b(?:learns?|must|reads?)\b",
    r"\b(?:whatever|whichever|any|every|each) (?:is asked|question|they ask|you are asked)\b",
)
_SPEAKS = re.compile("|".join(_FORMS), re.IGNORECASE | re.MULTILINE)


def speaks_to_a_machine(text: str) -> bool:
    """Whether a text reads as if it told a language model what to do."""
    return _SPEAKS.search(text) is not None
