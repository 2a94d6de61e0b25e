"""The line found is the line written, however a file is laid out."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.policy.lines import Lines, lines_of

NAMES = st.sampled_from(["late", "due-by", "a_1", "7", "with space", "dot.ted", "quo'te", "ä"])
SCALARS = st.sampled_from(
    [
        "1",
        "-2.5e3",
        "true",
        "inf",
        "0x1F",
        "1_000",
        "2026-01-31",
        "2026-01-31 10:00:00Z",
        "10:00:00",
        '""',
        "''",
        '"# ] } = [[x]]"',
        '"a \\" b \\\\"',
        '"\\u00e4"',
        "'# \\'",
        '"""\n[b]\n# no\n"""',
        '"""a\\\n   b"""',
        '"""\\""""',
        '"""two """""',
        "'''\n]'b''\n'''",
        "'''q''''",
        '""""""',
    ]
)


def paths(values, at=()):
    """List every path of what tomllib read; elements are counted from 1."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values, start=1)
    for name, value in pairs:
        yield (*at, name)
        if isinstance(value, dict | list):
            yield from paths(value, (*at, name))


class Writer:
    """Writes TOML line by line, and keeps on which line each path was written."""

    def __init__(self, draw):
        self.draw = draw
        self.text = ""
        self.written = {}

    def add(self, text):
        self.text += text

    @property
    def line(self):
        return self.text.count("\n") + 1

    def noise(self):
        self.add(self.draw(st.sampled_from(["", "\n", "# [no] = header\n", "  \n", "\t# 'x\r\n"])))

    def name(self, name):
        plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        if plain and self.draw(st.booleans()):
            return name
        if "'" in name or self.draw(st.booleans()):
            return '"' + name.replace("ä", self.draw(st.sampled_from(["ä", "\\u00e4"]))) + '"'
        return f"'{name}'"

    def value(self, path, depth=0):
        kind = self.draw(
            st.sampled_from(["scalar", "array", "inline"] if depth < 2 else ["scalar"])
        )
        if kind == "scalar":
            self.add(self.draw(SCALARS))
        else:
            getattr(self, kind)(path, depth)

    def array(self, path, depth):
        self.add("[")
        for number in range(1, self.draw(st.integers(0, 3)) + 1):
            self.add(self.draw(st.sampled_from(["", "\n", " # one, two ]\n  "])))
            self.written[*path, number] = self.line
            self.value((*path, number), depth + 1)
            self.add(self.draw(st.sampled_from([",", " ,\n", "\n, # x\n"])))
        self.add("]")

    def inline(self, path, depth):
        self.add("{")
        names = self.draw(st.lists(NAMES, unique=True, max_size=3))
        for number, name in enumerate(names):
            self.add(", " if number else " ")
            self.pair(path, [name], depth + 1)
        self.add(" }")

    def pair(self, table, names, depth=0):
        path = table
        line = self.line
        for name in names:
            path = (*path, name)
            self.written.setdefault(path, line)
        self.add(
            " . ".join(self.name(one) for one in names) + self.draw(st.sampled_from([" = ", "="]))
        )
        self.value(path, depth)

    def pairs(self, table):
        for name in self.draw(st.lists(NAMES, unique=True, max_size=3)):
            self.noise()
            more = self.draw(st.lists(NAMES, max_size=2))
            self.pair(table, [name, *more])
            self.add(self.draw(st.sampled_from(["\n", " # end\n", "\r\n"])))

    def header(self, names, path, many):
        self.noise()
        said = ".".join(self.name(one) for one in names)
        self.written.setdefault(path[:1], self.line)
        self.written[path] = self.line
        self.add(f"[[{said}]]\n" if many else f"[ {said} ]\n")
        self.pairs(path)


@st.composite
def files(draw):
    writer = Writer(draw)
    writer.pairs(())
    for top in draw(st.lists(st.sampled_from(["rule", "meter", "my table"]), unique=True)):
        if draw(st.booleans()):
            writer.header([top], (top,), many=False)
            continue
        for number in range(1, draw(st.integers(1, 3)) + 1):
            writer.header([top], (top, number), many=True)
            if draw(st.booleans()):
                writer.header([top, "inner one"], (top, number, "inner one"), many=False)
    return writer


@given(files())
def test_the_line_found_is_the_line_written(writer) -> None:
    found = lines_of(writer.text).of
    assert found == writer.written
    assert set(found) == set(paths(tomllib.loads(writer.text)))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        pytest.param("a = 1", ("a",), 1, id="the first line"),
        pytest.param("\n\n[a.b]\nc = 1", ("a",), 3, id="a table that a header implies"),
        pytest.param("[a.b]\n\n[a]\nc = 1", ("a",), 3, id="and one that is told after it"),
        pytest.param("[[a]]\n[[a]]\n[a.b]\nc = 1", ("a", 2, "b", "c"), 4, id="in the newest"),
        pytest.param("[[a]]\n[[a.b]]\n[[a.b]]\nc = 1", ("a", 1, "b", 2, "c"), 4, id="nested"),
        pytest.param("\na = { b = 1, c = 2 }", ("a", "c"), 2, id="in a row"),
        pytest.param('a = """\n[b]\n"""\nc = 1', ("c",), 4, id="after a text of many lines"),
        pytest.param("a = [\n1,\n# ]\n2\n]\nb = 1", ("a", 2), 4, id="an element"),
    ],
)
def test_a_line(text, path, line) -> None:
    assert lines_of(text).of[path] == line


def test_what_is_missing_has_the_line_of_what_should_hold_it() -> None:
    lines = lines_of("a = 1\n\n[[rule]]\nname = 1\n")
    assert lines.line(("rule", 1, "then", "do")) == 3
    assert lines.line(("meter",)) == 1


def test_a_table_moved_is_told_of_its_new_place_too() -> None:
    moved = Lines(of={("market", "eu", "meter", 1, "window"): 9}).moved(
        ("market", "eu", "meter", 1), ("meter", 4)
    )
    assert moved.line(("meter", 4, "window")) == 9
    assert moved.line(("market", "eu", "meter", 1, "window")) == 9
