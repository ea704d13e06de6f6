import pytest

from demo.prose import Blocks, UnknownFence, html
from demo.words import spans, weekdays


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo", "<p>One two</p>"),
        ("## Head\n\ntext", "<h2>Head</h2><p>text</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("a **b** c", "<p>a <b>b</b> c</p>"),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
    ],
)
def test_html_of_plain_marks(text, expected):
    assert html(text) == expected


def test_fenced_parts_become_blocks_of_their_own():
    text = "Before\n\n::: urgent Call\n- now\n:::\n\n::: do-dont\n+ rest\n- run\n:::\nAfter"

    blocks = Blocks("page").of(text)

    assert [block["type"] for block in blocks] == ["text", "urgent", "do_dont", "text"]
    assert blocks[1]["value"] == {"heading": "Call", "text": "<ul><li>now</li></ul>"}
    assert [item["value"] for item in blocks[2]["value"]["do"]] == ["rest"]
    assert [item["value"] for item in blocks[2]["value"]["dont"]] == ["run"]


def test_steps_keep_their_order():
    (block,) = Blocks("page").of("::: steps Going\n# First\nWalk.\n# Second\nSit.\n:::")

    assert [item["value"]["title"] for item in block["value"]["steps"]] == ["First", "Second"]


def test_ids_depend_on_name_and_place_only():
    one, other = Blocks("page").of("Русский"), Blocks("page").of("English")

    assert one[0]["id"] == other[0]["id"]
    assert one[0]["id"] != Blocks("another").of("English")[0]["id"]


def test_unknown_fence_is_refused():
    with pytest.raises(UnknownFence, match="shout"):
        Blocks("page").of("::: shout\nx\n:::")


def test_spans_of_a_week():
    assert [
        (day, f"{start:%H:%M}", f"{end:%H:%M}")
        for day, start, end in spans("mon,wed 08:00-14:00; sat 09:00-13:00")
    ] == [
        (0, "08:00", "14:00"),
        (2, "08:00", "14:00"),
        (5, "09:00", "13:00"),
    ]


def test_weekdays_of_a_range():
    assert weekdays("tue-thu,sun") == [1, 2, 3, 6]
