"""Warming: what the first visitors of a web worker would wait for, done as it starts."""

from flask import Flask

# Between them they open every index of a version; one that there is not answers 404.
_PATHS = ("/", "/timeline", "/concepts", "/search?q=a", "/quality")


def warm_up(app: Flask) -> None:
    """Compile the templates, and make some pages once.

    A page that cannot be made is its visitors' trouble, not that of the worker: Flask answers 500.
    """
    for name in app.jinja_env.list_templates(extensions=["html", "xml"]):
        app.jinja_env.get_template(name)
    client = app.test_client(use_cookies=False)
    for path in _PATHS:
        client.get(path, headers={"Accept": "text/html"})
