"""Warming: what the first visitors of a web worker would wait for, done as it starts."""

import logging
from flask import Flask

from kennisgraaf.errors import KennisgraafError
from kennisgraaf.web.current import Current

_log = logging.getLogger(__name__)


def warm_up(app: Flask, current: Current) -> None:
    """Compile the templates, open the current version, and make its home page once."""
    for name in app.jinja_env.list_templates(extensions=["html", "xml"]):
        app.jinja_env.get_template(name)
    try:
        version = current.get()
        _ = version.layout, version.lists, version.specification, version.timeline, version.chart
        with app.test_request_context("/", headers={"Accept": "text/html"}):
            app.full_dispatch_request()
    except (KennisgraafError, OSError) as error:  # Who asks is told; nothing is lost here.
        _log.warning("The current version was not opened ahead: %s", error)
