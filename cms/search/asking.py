"""Finds pages for a phrase."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from cms import generation
from cms.models import SearchEntry, SearchWord
from cms.search.stems import stem, telling
from cms.search.typos import nearest, other_layout

#: A visitor's question, not a text.
LONGEST_PHRASE = 100
MOST_WORDS = 8
MOST_HITS = 60
#: A beginning of a word, and a guessed word, count less than the word itself.
BEGINNING, GUESS = 0.6, 0.7
SHORTEST_BEGINNING = 3
#: Rows looked at for one word: the heaviest of a very common one are enough.
MOST_ROWS = 3000
#: People come for a doctor or a service far more often than for a text.
KIND_FACTOR = {"doctor": 1.3, "service": 1.3, "program": 1.2, "branch": 1.2}

Scores = dict[int, float]


@dataclass(frozen=True)
class Hit:
    page_id: int
    kind: str
    title: str
    summary: str
    score: float


@dataclass(frozen=True)
class Answer:
    """`corrected` is the phrase that was looked for instead, when the one typed finds nothing."""

    hits: list[Hit]
    corrected: str = ""


def find(phrase: str, language: str) -> Answer:
    """Pages of a language that hold every word of the phrase in some form, best first."""
    typed = telling(phrase[:LONGEST_PHRASE])[:MOST_WORDS]
    if not typed:
        return Answer([])
    for attempt in (typed, telling(other_layout(phrase[:LONGEST_PHRASE].lower()))[:MOST_WORDS]):
        understood = [_understood(word, language) for word in attempt]
        scores = [found for _word, found in understood]
        if all(scores):
            words = [word for word, _found in understood]
            hits = _ranked(_holding_all(scores) or _holding_some(scores))
            return Answer(hits, "" if words == typed else " ".join(words))
    return Answer(_ranked(_holding_some(_scores(word, language) for word in typed)))


def _understood(word: str, language: str) -> tuple[str, Scores]:
    """The word and the pages that hold it; or the nearest word that some page holds, and its pages."""
    found = _scores(word, language)
    return (word, found) if found else _guess(word, language)


def _scores(word: str, language: str) -> Scores:
    """Entry → how well it fits one word."""
    root = stem(word)
    fits = Q(stem=root)
    if len(root) >= SHORTEST_BEGINNING:
        fits |= Q(stem__startswith=root)
    rows = SearchWord.objects.filter(fits, language=language).order_by("-weight")
    scores: Scores = {}
    for entry_id, known, weight in rows.values_list("entry_id", "stem", "weight")[:MOST_ROWS]:
        score = weight if known == root else weight * BEGINNING
        scores[entry_id] = max(scores.get(entry_id, 0), score)
    return scores


def _guess(word: str, language: str) -> tuple[str, Scores]:
    """The nearest word that some page holds, and the pages that hold it."""
    vocabulary = generation.remember(f"cms:vocabulary:{language}", lambda: _vocabulary(language))
    # An error near the end of a word keeps its ending from being recognised, so whole words are compared as well.
    known = [vocabulary[root] for root in nearest(stem(word), vocabulary, limit=1)]
    known = known or nearest(word, vocabulary.values(), limit=1)
    if not known:
        return word, {}
    return known[0], {entry: score * GUESS for entry, score in _scores(known[0], language).items()}


def _vocabulary(language: str) -> dict[str, str]:
    """Stem → a word of that stem."""
    return dict(SearchWord.objects.filter(language=language).values_list("stem", "word").distinct())


def _holding_all(scores: list[Scores]) -> Scores:
    everywhere = set.intersection(*(set(found) for found in scores))
    return {entry: sum(found[entry] for found in scores) for entry in everywhere}


def _holding_some(scores: Iterable[Scores]) -> Scores:
    total: defaultdict[int, float] = defaultdict(float)
    for found in scores:
        for entry, score in found.items():
            total[entry] += score
    return dict(total)


def _ranked(scores: Scores) -> list[Hit]:
    best = sorted(scores, key=lambda entry: -scores[entry])[: MOST_HITS * 2]
    hits = [
        Hit(
            entry.page_id,
            entry.kind,
            entry.title,
            entry.summary,
            scores[entry.pk] * KIND_FACTOR.get(entry.kind, 1),
        )
        for entry in SearchEntry.objects.filter(pk__in=best)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.title))[:MOST_HITS]
