"""Everything that can go wrong, by name.

* KennisgraafError
  - SettingsError             publication.toml is not as it should be
  - SourceError               a source file cannot be read
  - ViolationError            the dataset breaks a rule that must hold
  - EvidenceError             a passage or its literals are not in the report
  - VersionError              a version folder is missing or not complete
  - PublishingError           another publication runs, or the disk refuses
  - AddressError              the address to serve at cannot be had
  - EntityNotFoundError       nothing is said about the IRI
  - EntityGoneError           an earlier version said something about the IRI
  - NotAcceptableError        no representation matches the Accept header
  - NotRepresentableError     the format cannot write these statements
  - RequestError              the request lacks a parameter or has one too many
  - MethodError               the resource does not know the request's method
  - TooManyError              a client has too many queries under way
  - UnsupportedMediaTypeError the request's body has a type that is not read here
  - QueryError
      + QueryRejectedError    the query is not SPARQL, or asks what is not allowed
      + QueryTimeoutError     the query took longer than the limit
      + QueryTooLargeError    the query or its answer is larger than the limit
      + QueryFailedError      the process that answered the query ended
      + QueryRefusedError     all query processes are busy
      + StoreUnavailableError the server that holds the statements does not answer

This module knows neither HTTP nor the command line: ``web.problems`` gives each class a status,
``cli`` an exit status.
"""

from collections.abc import Sequence


class KennisgraafError(Exception):
    """Something that a user or curator can act on; the message says what to do."""


class SettingsError(KennisgraafError):
    """publication.toml has an unknown key, lacks one, or a value is not as it should be."""


class SourceError(KennisgraafError):
    """A source file cannot be read; the message begins with ``file:line``."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason

    @classmethod
    def of_all(cls, errors: Sequence["SourceError"]) -> "SourceError":
        """Make one error of several, a line each."""
        first, *others = errors
        return cls(first.place, "\n".join([first.reason, *map(str, others)]))


class ViolationError(KennisgraafError):
    """The dataset breaks a shape or a check that must hold."""

    def __init__(self, count: int) -> None:
        noun = "violation" if count == 1 else "violations"
        super().__init__(f"{count} {noun}: nothing is published until the data are corrected.")
        self.count = count


class EvidenceError(KennisgraafError):
    """Passages or literals do not stand in the reports any more."""

    def __init__(self, passages: int, statements: int) -> None:
        super().__init__(
            f"{passages} passages and {statements} statements have no evidence in the reports."
        )
        self.passages = passages
        self.statements = statements


class VersionError(KennisgraafError):
    """A version folder is missing or not complete."""


class PublishingError(KennisgraafError):
    """A version cannot be written now."""


class AddressError(KennisgraafError):
    """An address is taken, none of this machine's, or too long for a socket."""


class EntityNotFoundError(KennisgraafError):
    """Nothing in the dataset has this IRI as its subject or object."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"Nothing is said about <{iri}> in this dataset.")
        self.iri = iri


class EntityGoneError(KennisgraafError):
    """An earlier version of the dataset said something about this IRI."""

    def __init__(self, iri: str, version: str) -> None:
        super().__init__(f"<{iri}> was last described in version {version}.")
        self.iri = iri
        self.version = version


class NotAcceptableError(KennisgraafError):
    """No offered representation matches what the client accepts."""

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__(f"Accept one of: {', '.join(offered)}.")
        self.offered = tuple(offered)


class NotRepresentableError(KennisgraafError):
    """The format cannot write these statements (RDF/XML has no name for some predicates)."""


class RequestError(KennisgraafError):
    """The request lacks a parameter, or repeats one."""


class MethodError(KennisgraafError):
    """The resource does not know the request's method."""

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{method} is not known here; there are {', '.join(allowed)}.")
        self.allowed = tuple(allowed)


class TooManyError(KennisgraafError):
    """A client has as many queries under way as it may have, and as many waiting."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You have more queries under way than are answered at a time for one client ({most}; "
            "limit queries_per_client). Wait for the answers to the others."
        )


class UnsupportedMediaTypeError(KennisgraafError):
    """The body of the request has a media type that is not read here."""

    def __init__(self, media_type: str, read: Sequence[str]) -> None:
        super().__init__(f"{media_type or 'No media type'} is not read here; send {read}.")
        self.read = tuple(read)


class QueryError(KennisgraafError):
    """A query has no answer."""


class QueryRejectedError(QueryError):
    """The query is not SPARQL, or asks for what this endpoint does not do."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column


class QueryTimeoutError(QueryError):
    """The query took longer than the limit."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The query was stopped after {seconds:g} seconds. Ask for less: add LIMIT, "
            "name a class or a property, or take the whole data set from /download/dataset.nq.gz."
        )
        self.seconds = seconds


class QueryTooLargeError(QueryError):
    """The query text or its answer is larger than the limit."""


class QueryFailedError(QueryError):
    """The process that answered the query ended: it took too much memory or nested too deep."""


class QueryRefusedError(QueryError):
    """All query processes are busy."""

    def __init__(self, seconds: float) -> None:
        within = f"came free within {seconds:g} seconds" if seconds else "is free"
        super().__init__(f"No query process {within}. Try again later.")
        self.seconds = seconds


class StoreUnavailableError(QueryError):
    """The server that holds the statements does not answer."""
