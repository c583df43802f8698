"""Rendering of components in tests: the markup that a browser gets, as a tree to ask questions of."""

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django_cotton.compiler_regex import CottonCompiler

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = ET.TreeBuilder()
        self.open: list[str] = []
        self.tree.start("root", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: "" if value is None else value for name, value in attrs})
        if tag in VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        expected = self.open.pop() if self.open else "nothing"
        assert tag == expected, f"</{tag}> closes <{expected}>"
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        self.tree.data(data)


def parse(html: str) -> ET.Element:
    """Return the markup as a tree; wrongly nested tags are an error."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert not builder.open, f"left open: {builder.open}"
    builder.tree.end("root")
    return builder.tree.close()


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    """Render template text that uses components, as a page would."""
    template = Template(CottonCompiler().process(source))
    return template.render(RequestContext(request, context) if request else Context(context))


def tree(source: str, request: HttpRequest | None = None, **context: Any) -> ET.Element:
    """Render and parse."""
    return parse(render(source, request, **context))


def only(root: ET.Element, path: str) -> ET.Element:
    """Return the one element at an ElementTree path."""
    found = root.findall(path)
    assert len(found) == 1, f"{path}: {len(found)} elements"
    return found[0]


def words(element: ET.Element) -> str:
    """Return the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())
