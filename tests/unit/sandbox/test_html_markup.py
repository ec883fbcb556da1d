"""HTML is read as Telegram reads it, mistakes included."""

from typing import Any

import pytest

from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.html_markup import parse_html


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    """Return an entity as the parser writes it."""
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("blockquote", "blockquote"),
        ("code", "code"),
        ("pre", "pre"),
    ],
)
def test_simple_tags(tag: str, kind: str) -> None:
    """Every tag of the list becomes its entity, in any case of letters."""
    text, entities = parse_html(f"x <{tag.upper()}>y</{tag}>")

    assert ("x y", [entity(kind, 2, 1)]) == (text, entities)


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("<b>a<i>б</i></b>", "aб", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("😀<b>x</b>", "😀x", [entity("bold", 2, 1)]),
        ("<b>😀</b>", "😀", [entity("bold", 0, 2)]),
        ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
        ("&#65;&#x416;&#x1F600;", "AЖ😀", []),
        ("&nbsp;&copy &unknown; AT&T", "&nbsp;&copy &unknown; AT&T", []),
        ("&lt", "<", []),
        ("a > b", "a > b", []),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [entity("bold", 0, 1)]),
        (
            '<a href="https://a.ru/?x=1&amp;y=2">z</a>',
            "z",
            [
                entity("text_link", 0, 1, url="https://a.ru/?x=1&y=2"),
            ],
        ),
        (
            "<a>https://a.ru</a>",
            "https://a.ru",
            [
                entity("text_link", 0, 12, url="https://a.ru"),
            ],
        ),
        ('<a href="no link">z</a>', "z", []),
        ('<a href="tg://user?id=5">z</a>', "z", [entity("text_mention", 0, 1, user_id=5)]),
        ("<span class='tg-spoiler'>z</span>", "z", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>z</blockquote>", "z", [entity("expandable_blockquote", 0, 1)]),
        (
            '<pre><code class="language-sql">z</code></pre>',
            "z",
            [
                entity("pre", 0, 1, language="sql"),
            ],
        ),
        ('<code class="language-sql">z</code>', "z", [entity("code", 0, 1)]),
        (
            '<tg-emoji emoji-id="77">z</tg-emoji>',
            "z",
            [
                entity("custom_emoji", 0, 1, custom_emoji_id="77"),
            ],
        ),
    ],
)
def test_texts_and_entities(markup: str, text: str, entities: list[dict[str, Any]]) -> None:
    """Offsets count UTF-16 units, unknown references stay as they are written."""
    assert (text, entities) == parse_html(markup)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ж<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("5 < 6 > 4", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag"),
        ("<a ='x'>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='a'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_refusals(markup: str, words: str) -> None:
    """What Telegram refuses is refused, in its words, with its byte offsets."""
    with pytest.raises(TelegramRefusal) as caught:
        parse_html(markup)

    assert 400 == caught.value.code
    assert caught.value.description.startswith(f"Bad Request: can't parse entities: {words}")


def test_a_language_outside_of_the_code() -> None:
    """Code and its frame become one entity, either way round."""
    markup = '<code class="language-sql"><pre>z</pre></code>'

    assert ("z", [entity("pre", 0, 1, language="sql")]) == parse_html(markup)
