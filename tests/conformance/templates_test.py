"""The templates of the pages escape whatever is put in, and nothing makes HTML beside them."""

import re
from pathlib import Path

import pytest

VIEW = Path(__file__).resolve().parents[2] / "lib" / "view"
TEMPLATES = sorted((VIEW / "templates").glob("*.html"))

# Ours, and allowed by their hashes; no text of a document.
UNESCAPED = {("head.html", "style"), ("comparison.html", "script"), ("report.html", "script")}
# A web address, or nothing: link_data() sees to it. A path of letters, digits and /._-~%, or
# nothing: link_to() does.
ADDRESSES = {("link.html", "href"), ("document.html", "comparison")}

LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def faults(name, source):
    """What a template does that could let a text out of its place."""
    out = []
    for variable in re.findall(r"{{{\s*([^{}]*?)\s*}}}|{{&\s*([^{}]*?)\s*}}", source):
        variable = "".join(variable)
        if (name, variable) not in UNESCAPED:
            out.append(f"{variable} is not escaped")
    if re.search(r"{{\s*=", source):
        out.append("other delimiters than {{ and }}")
    if re.search(r"=\s*{{", source):
        out.append("an attribute without quotes")
    for attribute, variable in re.findall(r'(href|src|action)="{{+[#^]?(\w+)', source):
        if (name, variable) not in ADDRESSES:
            out.append(f"an address made of {variable}")
    if re.search(r"""\s(on\w+|style|srcdoc)\s*=\s*["']""", source):
        out.append("script or style in an attribute")
    for element in re.findall(r"<(?:script|style)>(.*?)</", source, re.S):
        if not re.fullmatch(r"{{{(script|style)}}}", element):
            out.append("script or style with something else in it")
    return out


def test_the_templates_are_found():
    assert {"comparison.html", "report.html", "link.html"} <= {path.name for path in TEMPLATES}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_text_leaves_its_place(path):
    assert faults(path.name, path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    (
        "<p>{{{title}}}</p>",
        "<p>{{& title}}</p>",
        "{{=<% %>=}}<p><%{title}%></p>",
        "<p title={{title}}>",
        '<a href="{{url}}">',
        '<img src="{{url}}">',
        '<p onclick="{{title}}">',
        '<p style="color: {{color}}">',
        "<script>let title = '{{title}}'</script>",
    ),
)
def test_a_fault_is_seen(source):
    assert faults("document.html", source) != []


def makes_html(line):
    return any(re.search(r"</?[a-z]+[ >/]", literal) for literal in LITERAL.findall(line))


def test_code_makes_no_html():
    found = [
        f"{path.name}:{number}"
        for path in sorted(VIEW.glob("*.cc"))
        for number, line in enumerate(path.read_text().split("\n"), 1)
        if makes_html(line)
    ]
    assert found == []
    assert makes_html('out += "<td class=\\"a\\">" + text;')
    assert makes_html('out += name + "</td>";')
    assert not makes_html('print("a", static_cast<int>(b), "c");')


def test_one_file_alone_includes_the_engine():
    sources = [path for part in ("*.cc", "*.h") for path in VIEW.parent.rglob(part)]
    users = [path.name for path in sources if "mustache.hpp" in path.read_text()]
    assert users == ["page.cc"]
