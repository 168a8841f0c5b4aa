"""House rules that no linter knows."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

import kennisgraaf

SOURCE = Path(kennisgraaf.__file__).parent
ROOT = Path(__file__).parent.parent
MODULES = sorted(chain(SOURCE.rglob("*.py"), (ROOT / "tests").glob("*.py")))
PRODUCT = sorted(SOURCE.rglob("*.py"))
QUERIES = sorted(
    path
    for folder in (SOURCE, ROOT / "ontology", ROOT / "shapes", ROOT / "questions", ROOT / "views")
    for path in (*folder.rglob("*.rq"), *folder.rglob("*.sql"))
)
SPARQL = re.compile(r"\b(SELECT|CONSTRUCT|DESCRIBE|INSERT|DELETE)\b.*(?:[{<]|\?\w)", re.DOTALL)
SQL = re.compile(r"\bSELECT\b.+\bFROM\b|\bINSERT\s+INTO\b|\bDELETE\s+FROM\b|\bWHERE\b", re.DOTALL)
HANDLER = 20


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def texts_of(tree: ast.AST) -> list[str]:
    """List the strings of a module, without its docstrings."""
    nodes = list(ast.walk(tree))
    docstrings = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


def is_handler(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ("get", "post", "route")
        for decorator in node.decorator_list
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_module_says_what_it_knows(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_sparql_text_lives_in_rq_files(path: Path) -> None:
    assert [text for text in texts_of(tree_of(path)) if SPARQL.search(text)] == []


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_no_query_is_built_of_parts(path: Path) -> None:
    """S-07: values enter a query as bindings."""
    nodes = list(ast.walk(tree_of(path)))
    built: list[ast.AST] = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    built += [n for n in nodes if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mod | ast.Add)]
    built += [
        node.func.value
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "replace")
    ]
    texts = [text for node in built for text in texts_of(node)]
    assert [text for text in texts if SPARQL.search(text) or SQL.search(text)] == []


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_nothing_is_printed(path: Path) -> None:
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    assert "print" not in names


@pytest.mark.parametrize("path", sorted((SOURCE / "web").rglob("*.py")), ids=name_of)
def test_handler_is_short(path: Path) -> None:
    handlers = [node for node in ast.walk(tree_of(path)) if is_handler(node)]
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in handlers
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: n for name, n in long.items() if n > HANDLER} == {}


def test_there_are_handlers_to_look_at() -> None:
    found = [
        node.name
        for path in (SOURCE / "web").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if is_handler(node) and isinstance(node, ast.FunctionDef)
    ]
    assert {"identify", "describe", "answer", "ontology", "show"} <= set(found)


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_query_says_what_it_asks(path: Path) -> None:
    begin = "# " if path.suffix == ".rq" else "-- "
    assert path.read_text("utf-8").startswith(begin)


def test_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert versions[0] == kennisgraaf.__version__


@pytest.mark.parametrize(
    "text", ["SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT { <x> a ?y }", "DELETE {?s}"]
)
def test_rule_against_sparql_fires(text: str) -> None:
    assert SPARQL.search(text)
