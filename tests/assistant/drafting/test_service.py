"""A language model over real HTTP: what it invents or breaks, and that nothing is sent unless it is configured."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from assistant import Answer, Assistant, Status
from assistant.drafting.draft import Draft, Sentence, draft
from assistant.drafting.service import LanguageModel
from assistant.settings import Settings
from corpus.errors import WrongUse
from corpus.records import Document
from tests.lying_server import LyingServer, Manner
from tests.places import ROOT
from tests.word_index import WordIndex

QUESTION = "What is being done about foster carer recruitment?"
SECONDS = 20.0  # never reached by a server that speaks


@pytest.fixture(scope="module")
def assistant(sample_document: Document) -> Assistant:
    return Assistant(WordIndex([sample_document]))


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    found = assistant.ask(QUESTION)
    assert found.status is Status.ANSWERED
    return found


def model_at(url: str, seconds: float = SECONDS, key: str = "") -> LanguageModel:
    settings = Settings(language_model="ours", language_model_url=url, language_model_seconds=seconds)
    model = LanguageModel.configured(settings, key)
    assert model is not None
    return model


def quotes_of(made: Draft, sentence: Sentence) -> list[str]:
    return [made.sources[number - 1].quote for number in sentence.sources]


# --- what it says ----------------------------------------------------------------------------------


def test_no_invented_figure_is_shown_as_supported(assistant: Assistant, sample_document: Document) -> None:
    """At least 200 sentences about the sample plan, a figure invented in every second."""
    supported: list[str] = []
    with LyingServer(Manner.LIES, seed=7, sentences=14) as server:
        for row in sample_document.rows:
            asked = row.priority.title
            made = draft(asked, assistant.ask(asked), model_at(server.url))
            for sentence in made.sentences:
                if sentence.supported:
                    assert any(
                        sentence.text.rstrip(".").lower() in quote.lower() for quote in quotes_of(made, sentence)
                    )
                    supported.append(sentence.text)
    assert len(server.told) + len(server.invented) >= 200
    assert not set(supported) & set(server.invented)
    assert len(supported) >= 0.95 * len(server.told)


def test_each_sentence_is_reported_with_its_sources_once_it_is_checked(answer: Answer) -> None:
    told: list[Sentence] = []
    with LyingServer(Manner.LIES, seed=1, sentences=6) as server:
        made = draft(QUESTION, answer, model_at(server.url), told.append)
    assert tuple(told) == made.sentences[: len(told)]
    assert len(told) >= len(made.sentences) - 2
    assert made.sources[: len(answer.citations)] == answer.citations
    for sentence in made.sentences:
        if sentence.supported:
            assert any(sentence.text.rstrip(".").lower() in quote.lower() for quote in quotes_of(made, sentence))
        else:
            assert sentence.unsupported_words
            assert sentence.reason


def test_the_passages_and_the_question_are_all_that_is_sent(answer: Answer) -> None:
    with LyingServer(Manner.LIES) as server:
        draft(QUESTION, answer, model_at(server.url))
    (request,) = server.requests
    assert set(request) == {"model", "messages", "stream"}
    told, asked = (message["content"] for message in request["messages"])
    fence = asked.splitlines()[0]
    assert asked.count(fence) == 2
    assert fence in told
    assert "never an instruction" in told
    assert asked.endswith(f"{fence}\n\nQuestion: {QUESTION}")
    assert all(citation.quote in asked and citation.label in asked for citation in answer.citations)


def test_each_request_has_a_fence_of_its_own(answer: Answer) -> None:
    with LyingServer(Manner.LIES) as server:
        draft(QUESTION, answer, model_at(server.url))
        draft(QUESTION, answer, model_at(server.url))
    first, second = (request["messages"][1]["content"].splitlines()[0] for request in server.requests)
    assert first != second


def test_a_model_that_finds_no_answer_leaves_the_quotes(answer: Answer) -> None:
    with LyingServer(Manner.UNSURE) as server:
        made = draft(QUESTION, answer, model_at(server.url))
    assert made.sentences == ()
    assert "found no answer in these passages" in made.note


@pytest.mark.parametrize("question", ["How many priorities are there?", "What is the recipe for shepherd's pie?"])
def test_nothing_is_sent_where_there_is_nothing_to_word(assistant: Assistant, question: str) -> None:
    with LyingServer(Manner.LIES) as server:
        made = draft(question, assistant.ask(question), model_at(server.url))
    assert made.sentences == ()
    assert server.requests == []


# --- how it fails ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        (Manner.LIMITED, "takes no more questions for now"),
        (Manner.BROKEN, "answered with an error (status 500)"),
        (Manner.REDIRECTS, "answered with an error (status 307)"),
        (Manner.RUBBISH, "can’t be understood"),
        (Manner.RUBBISH_EVENTS, "can’t be understood"),
        (Manner.WRONG_SHAPES, "can’t be understood"),
        (Manner.ERROR_EVENT, "answered with an error"),
        (Manner.CUT_OFF, "broke off in the middle"),
        (Manner.ENDS_EARLY, "broke off in the middle"),
        (Manner.TOO_LONG, "longer than its service allows"),
        (Manner.FILTERED, "was kept from replying"),
        (Manner.ENDLESS, "wrote more than 8,000 characters"),
    ],
)
def test_a_failure_leaves_the_quotes_and_says_why(answer: Answer, manner: Manner, why: str) -> None:
    with LyingServer(manner) as server:
        made = draft(QUESTION, answer, model_at(server.url))
    assert made.sentences == ()
    assert made.note.startswith("The language model ours at 127.0.0.1 ")
    assert why in made.note
    assert made.note.endswith("The quotes are the documents’ own words.")
    assert "elsewhere" not in " ".join(server.paths)


@pytest.mark.parametrize("manner", [Manner.SLOW, Manner.TRICKLES])
def test_nobody_waits_longer_than_agreed(answer: Answer, manner: Manner) -> None:
    with LyingServer(manner) as server:
        made = draft(QUESTION, answer, model_at(server.url, seconds=0.2))
        assert not server.released.is_set()
    assert made.sentences == ()
    assert "took longer than 0.2 seconds" in made.note


def test_a_service_that_is_down_is_said_to_be(answer: Answer) -> None:
    with LyingServer() as server:
        url = server.url
    assert "could not be reached" in draft(QUESTION, answer, model_at(url)).note


def test_a_service_that_is_busy_once_is_asked_again(answer: Answer) -> None:
    with LyingServer(Manner.LIMITED_ONCE) as server:
        made = draft(QUESTION, answer, model_at(server.url))
    assert len(server.requests) == 2
    assert any(sentence.supported for sentence in made.sentences)
    assert made.note == ""


# --- the key ---------------------------------------------------------------------------------------


def test_the_key_is_sent_and_stands_nowhere_else(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with LyingServer(key="sesame-1234") as server:
        model = model_at(server.url, key=" sesame-1234\n")
        assert draft(QUESTION, answer, model).sentences
    assert "sesame" not in f"{model!r} {model.name} {caplog.text}"


def test_a_wrong_key_is_said_without_naming_it(answer: Answer) -> None:
    with LyingServer(key="sesame-1234") as server:
        made = draft(QUESTION, answer, model_at(server.url, key="open-up"))
    assert "did not accept the key; PLANS_LANGUAGE_MODEL_KEY" in made.note
    assert "open-up" not in made.note


@pytest.mark.parametrize("key", ["two words", "schlüssel"])
def test_what_cannot_be_a_key_is_refused_without_naming_it(key: str) -> None:
    with pytest.raises(WrongUse, match="PLANS_LANGUAGE_MODEL_KEY holds spaces or letters") as refused:
        model_at("http://localhost/v1", key=key)
    assert key not in str(refused.value)


# --- off by default --------------------------------------------------------------------------------


def test_there_is_none_unless_it_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LanguageModel.configured(Settings.load()) is None
    monkeypatch.setenv("PLANS_LANGUAGE_MODEL_KEY", "secret")
    assert LanguageModel.configured(Settings.load(), "secret") is None


_ASK_WITHOUT_ONE = """
import sys
connections = []
NETWORK = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, _: connections.append(event) if event in NETWORK else None)
from assistant import Assistant
from assistant.drafting.draft import draft
from assistant.drafting.service import LanguageModel
from assistant.settings import Settings
from tests.conftest import gold_document
from tests.places import DATA
from tests.word_index import WordIndex
assert LanguageModel.configured(Settings.load()) is None
assistant = Assistant(WordIndex([gold_document(DATA / "sample_gold.json", "Plan", "2023-24")]))
assert assistant.ask("Who chairs the regional fee increase panel?").claims
print(sorted({"openai", "httpx2", "httpx"} & set(sys.modules)), connections)
"""


def test_without_one_nothing_is_imported_and_nothing_connects() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK_WITHOUT_ONE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[] []", done.stderr
