"""Words that must not stand in a clinic's texts, or not alone. No Django.

Russian law (38-FZ, art. 24) forbids advertising of medical services to guarantee a result, to name single cures as proof, or
to call a service safe without more; a price is an offer and needs its date (art. 28 of the rules on paid medical services).
"""

import re

_AMOUNT = r"\d[\d\s\u00a0\u202f]*(?:[.,]\d{1,2})?"
_PRICE = re.compile(
    rf"(?:{_AMOUNT}\s*(?:₽|руб(?:\.|л\w*)?|р\.|rub\b|roubles?\b|rubles?\b|€|eur\b|\$|usd\b))|(?:[€$₽]\s*{_AMOUNT})",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+{_MONTHS}(?:\s+\d{{4}})?|{_MONTHS}\s+\d{{4}})",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"гарантир\w*\s+(?:\w+\s+){0,2}(?:излечен|выздоров|результат|успех|эффект)\w*"
    r"|(?:излечен|выздоровлен|результат|успех|эффект)\w*\s+гарантир\w*"
    r"|100\s?%\s*(?:\w+\s+)?(?:излечен|выздоров|результат|эффект|успех|безопасн)\w*"
    r"|навсегда\s+(?:избав|вылеч|излеч|забуд)\w*|(?:вылечим|излечим)\s+(?:\w+\s+)?(?:навсегда|полностью|любую|вас)"
    r"|без\s+(?:каких-либо\s+)?побочных\s+(?:эффект|действ)\w*|абсолютно\s+безопасн\w*|полностью\s+безболезненн\w*"
    r"|guarantee\w*\s+(?:\w+\s+){0,2}(?:cure|recovery|result|success)\w*"
    r"|(?:cure|recovery|results?|success)\s+(?:is|are)?\s*guaranteed"
    r"|100\s?%\s*(?:cure|recovery|success|effective|safe)\w*|cure[sd]?\s+(?:\w+\s+)?(?:forever|for\s+good|completely)"
    r"|no\s+side\s+effects|(?:completely|absolutely)\s+(?:safe|painless)",
    re.IGNORECASE,
)


def undated_price(text: str) -> str:
    """A price in a text that names no date, else nothing.

    >>> undated_price("Приём стоит 2 500 руб.")
    '2 500 руб.'
    >>> undated_price("Приём стоит 2 500 ₽ на 1 ноября 2026")
    ''
    """
    found = _PRICE.search(text)
    if found is None or _DATE.search(text):
        return ""
    return found.group().strip()


def promise(text: str) -> str:
    """Words that promise a cure, else nothing.

    >>> promise("Мы гарантируем полное излечение")
    'гарантируем полное излечение'
    >>> promise("Мы гарантируем врачебную тайну")
    ''
    """
    found = _PROMISES.search(text)
    return found.group() if found else ""
