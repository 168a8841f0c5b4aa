"""Shape words: what a SHACL constraint asks for, as a sentence."""

from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup, escape

from kennisgraaf.namespaces import SHACL, SKOS
from kennisgraaf.specification import Constraint, Shape, Term
from kennisgraaf.web.pages.glossary import Glossary

Translate = Callable[[str], str]

_MOST_NESTED = 4
_MOST_LISTED = 40
_COUNTS = ("minCount", "maxCount", "qualifiedMinCount", "qualifiedMaxCount")
_NO_WORDS = {*_COUNTS, "qualifiedValueShapesDisjoint"}


def _phrases(_: Translate) -> dict[str, str]:
    """Say what follows "Each value" or "The thing itself"; ``values`` are of the constraint."""
    return {
        "class": _("is a %(values)s"),
        "datatype": _("is a literal of %(values)s"),
        "languageIn": _("is a text in one of these languages: %(values)s"),
        "in": _("is one of %(values)s"),
        "pattern": _("follows the pattern %(values)s"),
        "minLength": _("has at least %(values)s characters"),
        "maxLength": _("has at most %(values)s characters"),
        "minInclusive": _("is at least %(values)s"),
        "maxInclusive": _("is at most %(values)s"),
        "minExclusive": _("is more than %(values)s"),
        "maxExclusive": _("is less than %(values)s"),
        "lessThan": _("comes before each value of %(values)s"),
        "lessThanOrEquals": _("comes before each value of %(values)s or equals it"),
        "disjoint": _("is no value of %(values)s"),
        "equals": _("is a value of %(values)s too, and the other way round"),
    }


def _kinds(_: Translate) -> dict[str, str]:
    return {
        "IRI": _("is an IRI"),
        "Literal": _("is a literal: a text, number or date"),
        "BlankNode": _("is a blank node"),
        "BlankNodeOrIRI": _("is a blank node or an IRI"),
        "BlankNodeOrLiteral": _("is a blank node or a literal"),
        "IRIOrLiteral": _("is an IRI or a literal"),
    }


def _whole(_: Translate) -> dict[str, str]:
    """Say what is no matter of each value by itself."""
    return {
        "uniqueLang": _("At most one text in each language"),
        "hasValue": _("One of the values is %(values)s"),
        "closed": _("No other properties than these"),
        "sparql": _("Fulfils a rule that is written as a SPARQL query"),
    }


class Wording:
    """Writes sentences about shapes in one language."""

    def __init__(self, shapes: Mapping[str, Shape], translate: Translate, words: Glossary) -> None:
        self._shapes, self._, self._words = shapes, translate, words
        self._phrases, self._kinds = _phrases(translate), _kinds(translate)
        self._whole = _whole(translate)

    def target(self, shape: Shape) -> Markup:
        """Write what a shape is about."""
        kinds: dict[str, list[Markup]] = {}
        _ = self._
        for kind, iri in shape.targets:
            kinds.setdefault(kind, []).append(self._words.name(iri))
        messages = {
            "targetClass": _("About each %s."),
            "targetSubjectsOf": _("About all that has %s."),
            "targetObjectsOf": _("About all that is a value of %s."),
            "targetNode": _("About %s."),
        }
        return Markup(" ").join(
            Markup(messages[kind]) % Markup(", ").join(names) for kind, names in kinds.items()
        )

    def sentences(self, shape: Shape) -> list[Markup]:
        """Write what a shape asks of the values of its path, or of what it is about itself."""
        sentences, phrases = list(self._of_counts(shape)), []
        for constraint in shape.constraints:
            if constraint.name == "qualifiedValueShape":
                sentences += self._of_qualified(shape, constraint)
            elif constraint.name in self._whole:
                sentences += self._of_all(constraint)
            elif constraint.name not in _NO_WORDS:
                phrases.append(self._phrase(constraint, 0))
        joined = Markup(f" {escape(self._('and'))} ").join(filter(None, phrases))
        if joined:
            who = self._("Each value") if shape.path else self._("The thing itself")
            sentences.append(Markup("{} {}.").format(who, joined))
        return sentences

    def _of_counts(self, shape: Shape) -> Iterator[Markup]:
        sentence = self._counted(_number(shape, "minCount"), _number(shape, "maxCount"))
        if sentence:
            yield Markup("{}.").format(sentence)

    def _counted(self, least: str, most: str) -> Markup:
        """Say how many values there are."""
        least = "" if least == "0" else least
        if not least and not most:
            return Markup("")
        if most == "0":
            return escape(self._("No value"))
        if least == most:
            text = self._("Exactly one value") if least == "1" else self._("Exactly %s values")
        elif least and most:
            return escape(self._("%(least)s to %(most)s values") % {"least": least, "most": most})
        elif least:
            text = self._("At least one value") if least == "1" else self._("At least %s values")
        else:
            text = self._("At most one value") if most == "1" else self._("At most %s values")
        return escape(text.replace("%s", least or most))

    def _of_qualified(self, shape: Shape, constraint: Constraint) -> Iterator[Markup]:
        least, most = _number(shape, "qualifiedMinCount"), _number(shape, "qualifiedMaxCount")
        phrase = self._all_of(constraint.shapes, 0)
        counted = self._counted(least, most) or escape(self._("Any number of values"))
        yield Markup(self._("%(counted)s that %(phrase)s.")) % {
            "counted": counted, "phrase": phrase,
        }  # fmt: skip

    def _of_all(self, constraint: Constraint) -> Iterator[Markup]:
        message = self._whole[constraint.name]
        values = self._values(constraint)
        if constraint.name in ("closed", "uniqueLang"):
            if any(term.value == "true" for term in constraint.terms):
                yield Markup("{}.").format(message)
        else:
            yield Markup("{}.").format(Markup(message) % {"values": values})

    def _phrase(self, constraint: Constraint, depth: int) -> Markup:
        name = constraint.name
        if name in self._phrases:
            return Markup(self._phrases[name]) % {"values": self._values(constraint)}
        if name == "nodeKind":
            kind = constraint.terms[0].value.removeprefix(SHACL)
            return escape(self._kinds.get(kind, kind))
        if name in ("node", "and"):
            return self._all_of(constraint.shapes, depth)
        if name in ("or", "xone"):
            return self._one_of(constraint, depth)
        if name == "not":
            return Markup(self._("does not fit this: it %s")) % self._all_of(
                constraint.shapes, depth
            )
        return Markup("{} <code>sh:{}</code> {}").format(
            self._("satisfies"), name, self._values(constraint)
        )

    def _one_of(self, constraint: Constraint, depth: int) -> Markup:
        """Write a choice; one between classes in one word."""
        resolved = [self._shapes.get(shape.iri, shape) for shape in constraint.shapes]
        classes = [
            only.terms[0]
            for shape in resolved
            if len(shape.constraints) == 1 and not shape.properties
            for only in shape.constraints
            if only.name == "class" and len(only.terms) == 1
        ]
        if len(classes) == len(resolved):
            shown = Markup(", ").join(map(self._words.show, classes[:_MOST_LISTED]))
            joined = Markup(self._("is of one of these classes: %s")) % shown
        else:
            joined = Markup("({})").format(self._joined(constraint.shapes, self._("or"), depth))
        if constraint.name == "or":
            return joined
        return Markup("{} ({})").format(joined, self._("just one of these"))

    def _all_of(self, shapes: list[Shape], depth: int) -> Markup:
        return self._joined(shapes, self._("and"), depth)

    def _joined(self, shapes: list[Shape], word: str, depth: int) -> Markup:
        phrases = [
            phrase for shape in shapes[:_MOST_LISTED] if (phrase := self._brief(shape, depth))
        ]
        return Markup(f" {escape(word)} ").join(phrases)

    def _brief(self, shape: Shape, depth: int) -> Markup:
        """Write a shape as a phrase; one with a name of its own is referred to."""
        shape = self._shapes.get(shape.iri, shape)
        lists = _lists(shape, self._shapes)
        if lists:
            shown = Markup(", ").join(map(self._words.show, lists))
            return Markup(self._("comes from the code list %s")) % shown
        if depth >= _MOST_NESTED or (shape.iri and (shape.names or len(shape.constraints) > 2)):
            return Markup(self._("satisfies %s")) % self._words.refer(shape)
        phrases = [
            phrase
            for constraint in shape.constraints
            if constraint.name not in _NO_WORDS and constraint.name not in self._whole
            if (phrase := self._phrase(constraint, depth + 1))
        ]
        phrases += [self.of_property(inner, depth + 1) for inner in shape.properties]
        word = escape(self._("and"))
        return Markup(f" {word} ").join(phrases) or Markup(
            self._("satisfies %s")
        ) % self._words.refer(shape)

    def of_property(self, shape: Shape, depth: int = 0) -> Markup:
        """Write a property shape within another as a phrase."""
        shape = self._shapes.get(shape.iri, shape)
        phrases = [
            phrase
            for constraint in shape.constraints
            if constraint.name not in _NO_WORDS
            if (
                phrase := (
                    self._values(constraint)
                    if constraint.name == "hasValue"
                    else self._phrase(constraint, depth + 1)
                )
            )
        ]
        counted = self._counted(_number(shape, "minCount"), _number(shape, "maxCount"))
        return Markup(self._("has for %(path)s: %(phrases)s")) % {
            "path": self._words.path(shape.path),
            "phrases": Markup(", ").join([*([counted] if counted else []), *phrases]),
        }

    def _values(self, constraint: Constraint) -> Markup:
        shown = [self._words.show(term) for term in constraint.terms[:_MOST_LISTED]]
        more = len(constraint.terms) - len(shown)
        if constraint.name in ("class", "datatype"):
            return Markup(f" {escape(self._('and'))} ").join(shown)
        return Markup(", ").join([*shown, *([Markup(f"+ {more}")] if more > 0 else [])])


def _number(shape: Shape, name: str) -> str:
    return next((c.terms[0].value for c in shape.constraints if c.name == name and c.terms), "")


def _lists(shape: Shape, shapes: Mapping[str, Shape]) -> list[Term]:
    """Give the concept schemes that a shape wants a concept to be in."""
    return [
        term
        for inner in (shapes.get(inner.iri, inner) for inner in shape.properties)
        if inner.property == SKOS + "inScheme"
        for constraint in inner.constraints
        if constraint.name in ("hasValue", "in")
        for term in constraint.terms
    ]
