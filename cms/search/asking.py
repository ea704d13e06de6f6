"""Finds pages for a phrase."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from django.db.models import Q

from cms import generation
from cms.models import SearchEntry, SearchWord
from cms.search.expressions import clinic_words
from cms.search.stems import stem, telling
from cms.search.typos import nearest, other_layout

#: A visitor's question, not a text.
LONGEST_PHRASE = 100
MOST_WORDS = 8
MOST_HITS = 60
#: A beginning of a word, and a guessed word, count less than the word itself.
BEGINNING, GUESS = 0.6, 0.7
#: The clinic's word for what somebody asked in other words.
MEANT = 0.9
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
    """Pages of a language that hold every word of the phrase in some form, best first.

    The phrase is believed as it was typed, then as typed on the other keyboard, then with its errors mended. Where not
    every word is understood, or no page holds them all, pages that hold some of them are better than nothing.
    """
    typed = telling(phrase[:LONGEST_PHRASE])[:MOST_WORDS]
    if not typed:
        return Answer([])
    other = telling(other_layout(phrase[:LONGEST_PHRASE].lower()))[:MOST_WORDS]
    for words in (typed, other):
        if found := _known(words, language):
            return Answer(_ranked(found), _told(words, typed))
    for words in (typed, other):
        mended = _mended(words, language)
        if found := _known(mended, language):
            return Answer(_ranked(_lowered(found, GUESS)), _told(mended, typed))
    # Of a phrase that is not understood, a number or a particle that happens to stand on some page tells nothing.
    long_enough = [word for word in typed if len(word) >= SHORTEST_BEGINNING]
    return Answer(_ranked(_holding_some(_scores(word, language) for word in long_enough)))


def _told(words: list[str], typed: list[str]) -> str:
    return "" if words == typed else " ".join(words)


def _known(words: list[str], language: str) -> Scores:
    """Pages for words that all stand on some page, as they are or as the clinic says it; whichever fits a page better."""
    found = _holding(words, language)
    meant = clinic_words(words, language)
    if meant != words:
        for entry, score in _lowered(_holding(meant, language), MEANT).items():
            found[entry] = max(found.get(entry, 0), score)
    return found


def _holding(words: list[str], language: str) -> Scores:
    scores = [_scores(word, language) for word in words]
    return (_holding_all(scores) or _holding_some(scores)) if scores and all(scores) else {}


def _scores(word: str, language: str) -> Scores:
    """Entry → how well it fits one word; a word that stands on few pages says more than one that stands on many."""
    root = stem(word)
    fits = Q(stem=root)
    if len(root) >= SHORTEST_BEGINNING:
        fits |= Q(stem__startswith=root)
    rows = SearchWord.objects.filter(fits, language=language).order_by("-weight")
    scores: Scores = {}
    for entry_id, known, weight in rows.values_list("entry_id", "stem", "weight")[:MOST_ROWS]:
        score = weight if known == root else weight * BEGINNING
        scores[entry_id] = max(scores.get(entry_id, 0), score)
    return _lowered(scores, log(1 + _entries(language) / len(scores))) if scores else {}


def _entries(language: str) -> int:
    """How many pages of a language the search knows."""
    return generation.remember(
        f"cms:search:entries:{language}", SearchEntry.objects.filter(language=language).count
    )


def _lowered(scores: Scores, factor: float) -> Scores:
    return {entry: score * factor for entry, score in scores.items()}


def _mended(words: list[str], language: str) -> list[str]:
    """The words, those that stand on no page replaced by the nearest that does; none at all if one has none near it."""
    mended = []
    for word in words:
        near = word if _scores(word, language) else _nearest(word, language)
        if not near:
            # Looking for the others would cost a strange phrase a tenth of a second for each of its words.
            return []
        mended.append(near)
    return mended


def _nearest(word: str, language: str) -> str:
    vocabulary = generation.remember(f"cms:vocabulary:{language}", lambda: _vocabulary(language))
    if known := nearest(stem(word), vocabulary, limit=1):
        return vocabulary[known[0]]
    # An error near the end of a word keeps its ending from being recognised, so whole words are compared as well.
    return next(iter(nearest(word, vocabulary.values(), limit=1)), "")


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
