"""Which passage wins, where it may come from, and why it matched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import WrongUse
from corpus.records import Document
from index import Filters, Index, build, open_index
from index.model.encoder import Encoded
from index.passages import STEP
from index.search import enough_of, late_interaction, word_at
from index.tokens import Tokens
from tests.word_encoder import WordEncoder

HEAD = "Category,Priority,What needs to happen,Progress\n"
PLANS = {
    "Homes plan 2022-23.csv": "1 Places to live,1 Homes are near,Open a small home,The old home was closed\n"
    "2 Fees,1 Fees are fair,Meet every year,The panel met in May\n",
    "Homes plan 2023-24.csv": "1 Places to live,1 Homes are near,Open a small home,The new home was opened\n"
    "1 Places to live,2 Homes are safe,Train all staff,Staff were trained\n"
    "2 Fees,1 Fees are fair,Meet every year,The panel met in June\n"
    "2 Fees,2 Fees are paid,Meet every year,Invoices were paid\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root = tmp_path_factory.mktemp("search")
    (root / "documents").mkdir()
    for name, rows in PLANS.items():
        (root / "documents" / name).write_text(HEAD + rows, encoding="utf-8")
    build(root / "documents", root / "index", encoder=WordEncoder)
    return open_index(root / "index", WordEncoder)


def test_the_passage_that_says_it_wins(index: Index) -> None:
    best = index.search("When did the panel meet in June?")[0]
    assert best.passage.text == "The panel met in June"
    assert best.citation.label == "2 Fees › 1 Fees are fair › Progress, Homes plan, 2023-24 update"
    assert best.citation.quote == "The panel met in June"
    assert best.citation.file == "Homes plan 2023-24.csv"


def test_scores_fall_and_stay_between_nought_and_one(index: Index) -> None:
    scores = [hit.score for hit in index.search("staff trained at the new home")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert index.search("The panel met in June")[0].score == pytest.approx(1, abs=0.01)


def test_a_score_is_the_weighted_root_mean_square_of_its_matches(index: Index) -> None:
    for hit in index.search("was a new home opened in Lincoln?"):
        assert sum(match.weight for match in hit.matches) == pytest.approx(1)
        assert sum(m.weight * m.similarity**2 for m in hit.matches) ** 0.5 == pytest.approx(hit.score, abs=0.05)


def test_matches_point_at_the_words(index: Index) -> None:
    hit = index.search("was the home opened?")[0]
    found = {match.word: hit.passage.text[match.start : match.end] for match in hit.matches if match.start is not None}
    assert found["opened"] == "opened"
    assert [match.word for match in hit.matches] == ["was", "the", "home", "opened"]


def test_a_word_that_stands_in_the_path_has_no_place_in_the_text(index: Index) -> None:
    hit = index.search("fees fair")[0]
    assert {match.word: match.start for match in hit.matches} == {"fees": None, "fair": None}
    assert hit.passage.reference == "2.1"


def test_function_words_weigh_little(index: Index) -> None:
    weights = {match.word: match.weight for match in index.search("what about invoices")[0].matches}
    assert weights["invoices"] > 2 * weights["what"]


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        (Filters(category="2"), {"2.1", "2.2"}),
        (Filters(category="places to live"), {"1.1", "1.2"}),
        (Filters(category="Fees"), {"2.1", "2.2"}),
        (Filters(reference="1.2"), {"1.2"}),
        (Filters(plan="homes plan"), {"1.1", "1.2", "2.1", "2.2"}),
        (Filters(category="9"), set()),
    ],
)
def test_filters(index: Index, filters: Filters, references: set[str]) -> None:
    hits = index.search("the new home and the panel", filters=filters)
    assert {hit.passage.reference for hit in hits} == references


def test_a_column_is_found_by_part_of_its_heading(index: Index) -> None:
    assert {hit.passage.column for hit in index.search("home", filters=Filters(column="progress"))} == {"Progress"}
    wanted = index.search("home", filters=Filters(column="what needs to hapen"))
    assert {hit.passage.column for hit in wanted} == {"What needs to happen"}


def test_a_filtered_search_is_never_short(index: Index) -> None:
    assert len(index.search("panel June", k=4, filters=Filters(column="progress"))) == 4


def test_updates(index: Index) -> None:
    updates: Callable[[str], set[str]] = lambda name: {  # noqa: E731
        hit.passage.update for hit in index.search("the home", k=50, filters=Filters(update=name))
    }
    assert updates("latest") == {"2023-24"}
    assert updates("2022-23") == {"2022-23"}
    assert updates("all") == {"2022-23", "2023-24"}


def test_an_unknown_update_or_plan_is_refused(index: Index) -> None:
    with pytest.raises(WrongUse, match=r"no update “1999”.*2022-23; 2023-24"):
        index.search("home", filters=Filters(update="1999"))
    with pytest.raises(WrongUse, match=r"no plan “Libraries”.*Homes plan"):
        index.search("home", filters=Filters(plan="Libraries"))


def test_identical_passages_are_each_kept_in_the_documents_order(index: Index) -> None:
    hits = [hit for hit in index.search("meet every year") if hit.passage.text == "Meet every year"]
    assert [hit.passage.reference for hit in hits] == ["2.1", "2.2"]
    assert index.search("meet every year") == index.search("meet every year")


@pytest.mark.parametrize("question", ["", "?!", "—"])
def test_a_question_without_words_finds_nothing(index: Index, question: str) -> None:
    assert index.search(question) == []


def test_late_interaction_takes_each_tokens_best_and_weighs_it() -> None:
    cosines = np.array([[0.1, 0.9, 0.5], [0.4, 0.2, 1.0]], dtype=np.float32)
    scores = late_interaction(cosines, np.array([0, 2, 3]), np.array([0.75, 0.25], dtype=np.float32))
    squares = (scores**2).tolist()
    assert squares == pytest.approx([0.75 * 0.9**2 + 0.25 * 0.4**2, 0.75 * 0.5**2 + 0.25 * 1.0**2])


def test_small_tokens_agree_with_float(sample_document: Document) -> None:
    texts = [item.text for row in sample_document.rows for column in row.columns for item in column.items]
    encoded = WordEncoder(window=100).encode(texts)
    tokens = Tokens.of(encoded, texts)
    question = encoded[5].tokens
    cosines, offsets = tokens.similarities(question)
    kept = [at for at, (start, end) in enumerate(encoded[5].spans) if any(map(str.isalnum, texts[5][start:end]))]
    assert cosines[:, offsets[5] : offsets[6]] == pytest.approx(question @ question[kept].T, abs=0.02)


def test_figures_and_acronyms_are_met_only_where_they_are_said(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    rows = '1 Schools,1 Places,Build,"1,204 pupils were asked"\n1 Schools,2 Offers,Build,1043 pupils were asked\n'
    (tmp_path / "documents" / "fictional.csv").write_text(f"{HEAD}{rows}2 Rooms,1 Rooms,Move,The IT team moved\n")
    build(tmp_path / "documents", tmp_path / "index", encoder=WordEncoder)
    index = open_index(tmp_path / "index", WordEncoder)
    assert index.search("1204 pupils")[0].passage.text == "1,204 pupils were asked"
    assert index.search("is IT in it?")[0].passage.text == "The IT team moved"
    met = {match.word: match.similarity for match in index.search("1204 pupils")[1].matches}
    assert met["1204"] < 0.5 < met["pupils"]


@pytest.mark.parametrize(
    ("k", "passages", "enough"),
    [(10, 158, 100), (10, 8_331, 100), (10, 20_000, 200), (10, 90_000, 300), (400, 90_000, 400)],
)
def test_lists_propose_one_passage_in_a_hundred_within_bounds(k: int, passages: int, enough: int) -> None:
    assert enough_of(k, passages) == enough


def test_of_many_passages_the_one_that_says_it_still_comes_first(tmp_path: Path) -> None:
    """More than are compared in full: some are chosen by vectors and words, and then roughly."""
    (tmp_path / "documents").mkdir()
    words = ["alder", "beech", "cedar", "elder", "hazel", "larch", "maple", "plane", "rowan", "willow"]
    texts = [" ".join(three) for three in permutations(words, 3)]  # 720, each with its words in another order or others
    rows = "".join(f"1 Trees,{at} Row {at},Plant {at},{text} number{at}\n" for at, text in enumerate(texts))
    (tmp_path / "documents" / "fictional.csv").write_text(f"{HEAD}{rows}", encoding="utf-8")
    build(tmp_path / "documents", tmp_path / "index", encoder=WordEncoder)
    index = open_index(tmp_path / "index", WordEncoder)
    for at in range(0, 720, 90):
        best = index.search(f"where do the {texts[at]} of number{at} stand?", k=3)[0]
        assert best.passage.text == f"{texts[at]} number{at}"
    hits = index.search("alder beech cedar", k=6)
    assert {frozenset(hit.passage.text.split()[:3]) for hit in hits} == {frozenset({"alder", "beech", "cedar"})}


def test_a_word_is_marked_whole_wherever_it_stands_in_its_text(index: Index) -> None:
    """At the very beginning, at the very end, and between marks."""
    for question, text, word in (
        ("staff", "Staff were trained", "Staff"),
        ("opened", "The new home was opened", "opened"),
        ("june", "The panel met in June", "June"),
    ):
        hit = next(hit for hit in index.search(question) if hit.passage.text == text)
        (match,) = hit.matches
        assert text[match.start : match.end] == word
        assert 0.9 < match.similarity <= 1


@pytest.mark.parametrize(
    ("text", "token", "word"),
    [("Reunification begins", (2, 6), (0, 13)), ("for reunification", (6, 9), (4, 17)), ("a (b) c", (3, 4), (3, 4))],
)
def test_a_part_of_a_word_is_widened_to_it(text: str, token: tuple[int, int], word: tuple[int, int]) -> None:
    assert word_at(text, *token) == word


def test_a_passage_without_a_word_is_never_found(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    rows = "?!,1 Homes are near,Open a home,— …\n?!,2 Homes are safe,… —,Staff were trained\n"
    (tmp_path / "documents" / "fictional.csv").write_text(f"{HEAD}{rows}", encoding="utf-8")
    encoder = PathlessEncoder()
    build(tmp_path / "documents", tmp_path / "index", encoder=lambda: encoder)
    index = open_index(tmp_path / "index", lambda: encoder)
    tokens = index.snapshot.tokens(np.arange(index.manifest.counts["passages"]))
    assert any(tokens.starts == tokens.ends)
    assert len(index.snapshot.among(Filters())) == len(tokens) - sum(tokens.starts == tokens.ends)
    found = {hit.passage.text for hit in index.search("staff at home", k=50)}
    assert {"Open a home", "Staff were trained"} <= found
    assert all(any(map(str.isalnum, text)) for text in found)


class PathlessEncoder(WordEncoder):
    """Sees only what stands after the path, so that a text of marks alone has no token."""

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        found = super().encode(texts)
        return [_after_the_path(one, text) for one, text in zip(found, texts, strict=True)]


def _after_the_path(encoded: Encoded, text: str) -> Encoded:
    own = encoded.spans[:, 0] >= text.rfind(STEP) + 1
    return Encoded(encoded.sentence, encoded.tokens[own], encoded.ids[own], encoded.spans[own])
