"""What somebody meant who typed something else. No Django."""

from collections.abc import Iterable

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER_LAYOUT = str.maketrans(_LATIN + _CYRILLIC + _LATIN.upper(), _CYRILLIC + _LATIN + _CYRILLIC.upper())


def other_layout(text: str) -> str:
    """The same keys on the other keyboard.

    >>> other_layout("rfhlbjkju")
    'кардиолог'
    """
    return text.translate(_OTHER_LAYOUT)


def allowed_errors(word: str) -> int:
    """Short words have too many neighbours to guess."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def nearest(word: str, vocabulary: Iterable[str], *, limit: int = 3) -> list[str]:
    """Known stems within the allowed number of typing errors, nearest first; people seldom mistake the first letter.

    >>> nearest("кардеолог", ["кардиолог", "невролог", "кардиограмм"])
    ['кардиолог']
    """
    most = allowed_errors(word)
    if not most:
        return []
    close = (known for known in vocabulary if abs(len(known) - len(word)) <= most)
    found = sorted(
        (errors, known[0] != word[0], known)
        for known in close
        if (errors := distance(word, known, most)) <= most
    )
    return [known for _errors, _other_start, known in found[:limit]]


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, mistaken or swapped with a neighbour; `most + 1` stands for anything beyond `most`.

    >>> distance("анализ", "аналзи", 2)
    1
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, known in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)
