"""From text to stems. No Django."""

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import local

import snowballstemmer

_WORD = re.compile(r"[a-zа-я0-9]+")
_CYRILLIC = re.compile(r"[а-я]")
#: Longest stem that is kept: longer ones are chemical names nobody types to the end.
LONGEST = 40
_RUSSIAN_STOP_WORDS = (
    "и в во не на с со к ко у о об от до для по из за над под при без а но или что как это так же ли бы "
    "где когда сколько какой какая какие можно нужно надо мне мой моя хочу есть вы ваш стоит"
)
_ENGLISH_STOP_WORDS = (
    "the a an of in on at to for and or is are be with by from as it this that "
    "how what where when which who do does can i my me you your need want much"
)
STOP_WORDS = frozenset(f"{_RUSSIAN_STOP_WORDS} {_ENGLISH_STOP_WORDS}".split())

# A stemmer keeps the word it works on in itself, so each thread needs its own.
_own = local()


def words(text: str) -> Iterator[str]:
    """Words in lower case, е for ё, anything else than letters and digits left out.

    >>> list(words("УЗИ сердца, 2-я очередь"))
    ['узи', 'сердца', '2', 'я', 'очередь']
    """
    return iter(_WORD.findall(text.lower().replace("ё", "е")))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What all forms of a word begin with.

    >>> stem("кардиологу"), stem("кардиологи"), stem("tests")
    ('кардиолог', 'кардиолог', 'test')
    """
    stemmed: str = _stemmer("russian" if _CYRILLIC.search(word) else "english").stemWord(word)
    return stemmed[:LONGEST]


def telling(text: str) -> list[str]:
    """The words of a text that tell something; all of them where none would be left.

    >>> telling("запись к врачу")
    ['запись', 'врачу']
    """
    found = list(words(text))
    return [word for word in found if word not in STOP_WORDS] or found


def _stemmer(language: str) -> snowballstemmer.stemmer:
    if not hasattr(_own, language):
        setattr(_own, language, snowballstemmer.stemmer(language))
    return getattr(_own, language)
