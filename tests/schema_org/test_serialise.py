"""No text can leave the script element it stands in."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema_org.serialise import to_json
from schema_org.text import plain_text

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "&lt;/script&gt;",
    "quotes \" and ' and \\",
    "line\u2028separator\u2029",
    "emoji 🩺 and \x00 control",
    "lone \ud800 surrogate",
]


class ScriptBodies(HTMLParser):
    """What a browser would take for the content of each script element."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[str] = []
        self._inside = False

    def handle_starttag(self, tag, attrs):
        if tag == "script":
            self.bodies.append("")
            self._inside = True

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.bodies[-1] += data


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inside_its_script_element(text):
    parser = ScriptBodies()

    parser.feed(f'<script type="application/ld+json">{to_json({"name": text})}</script><p>after</p>')

    assert len(parser.bodies) == 1
    assert json.loads(parser.bodies[0]) == {"name": text}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_serialised_json_means_the_same_and_holds_nothing_a_parser_acts_on(document):
    written = to_json(document)

    assert json.loads(written) == document
    assert not set(written) & set("<>&\u2028\u2029")
    written.encode("utf-8")


def test_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"price": float("nan")})


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>First</p><p>Second &amp; third</p>", "First Second & third"),
        ("plain", "plain"),
        ("a<br/>b<script>alert(1)</script>", "a b"),
        ("  spaces\u00a0 and\n lines ", "spaces and lines"),
        ("5 &lt; 7", "5 < 7"),
        ("", ""),
    ],
)
def test_plain_text_keeps_the_words_only(markup, text):
    assert plain_text(markup) == text


def test_plain_text_ends_at_a_whole_word():
    assert plain_text("<p>Take the medicine, in the morning.</p>", longest=20) == "Take the medicine…"
    assert plain_text("<p>Short.</p>", longest=20) == "Short."
