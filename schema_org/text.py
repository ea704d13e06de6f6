"""Rich text as the plain text that structured data takes."""

from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "tr",
        "td",
        "th",
    )
)
_SILENT = frozenset(("script", "style", "template"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def plain_text(markup: str, *, longest: int | None = None) -> str:
    """The words of an HTML fragment, entities decoded, white space collapsed.

    With `longest`, whole words up to that many characters, the last of them followed by an ellipsis.
    """
    parser = _Words()
    parser.feed(markup)
    parser.close()
    text = " ".join("".join(parser.pieces).split())
    if longest is None or len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–—-") + "…"
