"""Servers: how ours and each of its peers is loaded, started and asked."""

import shutil
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

_HERE = Path(__file__).parent
_LOADING_SECONDS = 1800
_GRAPH = "urn:benchmark"
_HEAP = "-Xmx4G"  # as its own script has it


@dataclass(frozen=True)
class Site:
    """Where a server runs: its data, a folder of its own, its ports, and what it needs."""

    data: Path
    folder: Path
    port: int
    jar: Path
    queries_per_client: int

    @property
    def origin(self) -> str:
        """The address, without a path."""
        return f"http://127.0.0.1:{self.port}"


def _nothing(_site: Site) -> list[list[str]]:
    return []


@dataclass(frozen=True)
class Server:
    """A server: the command that serves, those that load before it, and those once it answers."""

    name: str
    programs: tuple[str, ...]
    serve: Callable[[Site], list[str]]
    prepare: Callable[[Site], list[list[str]]] = _nothing
    fill: Callable[[Site], list[list[str]]] = _nothing
    endpoint: str = "/sparql"
    parameters: tuple[tuple[str, str], ...] = ()

    def missing(self, site: Site) -> str:
        """Say what is not installed; ``""`` where all is."""
        if "java" in self.programs and not site.jar.is_file():
            return f"there is no {site.jar}"
        missing = [name for name in self.programs if not shutil.which(_program(name))]
        return f"not installed: {', '.join(missing)}" if missing else ""

    def path_of(self, query: str) -> str:
        """Give the path that asks a query."""
        return f"{self.endpoint}?{urlencode([*self.parameters, ('query', query)])}"


def _publish(site: Site) -> list[list[str]]:
    most = str(site.queries_per_client)
    return [[sys.executable, str(_HERE / "publish.py"), str(site.data), _in(site, "var"), most]]


def _serve_ours(site: Site) -> list[str]:
    options = ["--quiet", "--var", _in(site, "var"), "--port", str(site.port)]
    return [sys.executable, "-m", "kennisgraaf", "serve", *options]


def _load_oxigraph(site: Site) -> list[list[str]]:
    place = ["--location", _in(site, "store")]
    load = [_program("oxigraph"), "load", *place, "--file", str(site.data)]
    return [load, [_program("oxigraph"), "optimize", *place]]


def _serve_oxigraph_on_disk(site: Site) -> list[str]:
    place = ["--location", _in(site, "store"), "--bind", f"127.0.0.1:{site.port}"]
    return [_program("oxigraph"), "serve-read-only", *place]


def _serve_oxigraph_in_memory(site: Site) -> list[str]:
    return [_program("oxigraph"), "serve", "--bind", f"127.0.0.1:{site.port}"]


def _put(site: Site) -> list[list[str]]:
    with site.data.open("rb") as stream:
        headers = {"Content-Type": "application/n-triples"}
        address = f"{site.origin}/store?default"
        reply = httpx.put(address, content=stream, headers=headers, timeout=_LOADING_SECONDS)
    reply.raise_for_status()
    return []


def _serve_rdflib(site: Site) -> list[str]:
    place = ["--host", "127.0.0.1", "--port", str(site.port)]
    return [_program("rdflib-endpoint"), "serve", *place, str(site.data)]


def _serve_virtuoso(site: Site) -> list[str]:
    settings = _VIRTUOSO.format(
        folder=site.folder, data=site.data.parent, port=site.port, sql=_sql_port(site)
    )
    (site.folder / "virtuoso.ini").write_text(textwrap.dedent(settings), "ascii")
    return [_program("virtuoso-t"), "+foreground", "+configfile", "virtuoso.ini"]


def _load_virtuoso(site: Site) -> list[list[str]]:
    load = f"ld_dir('{site.data.parent}', '{site.data.name}', '{_GRAPH}')"
    load += "; rdf_loader_run(); checkpoint;"
    return [[_program("isql-vt"), f"127.0.0.1:{_sql_port(site)}", "dba", "dba", f"exec={load}"]]


def _load_fuseki(site: Site) -> list[list[str]]:
    main = ["tdb2.tdbloader", "--loc", _in(site, "store"), str(site.data)]
    return [["java", _HEAP, "-cp", str(site.jar), *main]]


def _serve_fuseki(site: Site) -> list[str]:
    # It would write lines of log for each request.
    (site.folder / "log4j2.properties").write_text(_QUIET, "ascii")
    quiet = f"-Dlog4j.configurationFile={_in(site, 'log4j2.properties')}"
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    place = ["--tdb2", "--loc", _in(site, "store"), "--localhost", "--port", str(site.port)]
    return ["java", _HEAP, quiet, "-cp", str(site.jar), main, *place, "/data"]


ALL = {
    "ours": Server("ours", (), _serve_ours, _publish),
    "oxigraph-disk": Server(
        "Oxigraph, disk", ("oxigraph",), _serve_oxigraph_on_disk, _load_oxigraph, endpoint="/query"
    ),
    "oxigraph-memory": Server(
        "Oxigraph, memory", ("oxigraph",), _serve_oxigraph_in_memory, fill=_put, endpoint="/query"
    ),
    "rdflib": Server("rdflib-endpoint", ("rdflib-endpoint",), _serve_rdflib, endpoint="/"),
    "virtuoso": Server(
        "Virtuoso 7",
        ("virtuoso-t", "isql-vt"),
        _serve_virtuoso,
        fill=_load_virtuoso,
        parameters=(("default-graph-uri", _GRAPH),),
    ),
    "fuseki": Server(
        "Fuseki, TDB2", ("java",), _serve_fuseki, _load_fuseki, endpoint="/data/query"
    ),
}


def _in(site: Site, name: str) -> str:
    return str(site.folder / name)


def _sql_port(site: Site) -> int:
    return site.port + 50


def _program(name: str) -> str:
    """Find a program: first beside this Python, where pip installs, then in PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name) or name


_QUIET = """\
appender.console.type = Console
appender.console.name = console
rootLogger.level = WARN
rootLogger.appenderRef.console.ref = console
"""

_VIRTUOSO = """\
    [Database]
    DatabaseFile = {folder}/virtuoso.db
    ErrorLogFile = {folder}/virtuoso.log
    LockFile = {folder}/virtuoso.lck
    TransactionFile = {folder}/virtuoso.trx
    xa_persistent_file = {folder}/virtuoso.pxa
    FileExtend = 200
    [TempDatabase]
    DatabaseFile = {folder}/virtuoso-temp.db
    TransactionFile = {folder}/virtuoso-temp.trx
    [Parameters]
    ServerPort = {sql}
    DisableUnixSocket = 1
    ServerThreads = 50
    CheckpointInterval = 0
    DirsAllowed = {data}
    NumberOfBuffers = 170000
    MaxDirtyBuffers = 130000
    MaxCheckpointRemap = 2000
    CaseMode = 2
    DefaultIsolation = 2
    MaxQueryMem = 1G
    ThreadsPerQuery = 2
    AsyncQueueMaxThreads = 10
    [HTTPServer]
    ServerPort = 127.0.0.1:{port}
    ServerRoot = {folder}
    ServerThreads = 50
    MaxKeepAlives = 100
    KeepAliveTimeout = 60
    EnabledGzipContent = 0
    [SPARQL]
    ResultSetMaxRows = 10000000
    MaxQueryCostEstimationTime = 0
    MaxQueryExecutionTime = 120
"""
